// Prints a secret in every way: the program that the canary's steps run. What CANARY_UNKNOWN asks for is printed as well.
'use strict';

const { writings } = require('./ways');

const secret = process.env.SECRET;
const texts = writings(secret, process.env.CANARY_UNKNOWN === '1');
for (const { name, text } of texts) process.stdout.write(`${name}: ${text}\n`);
if (/^\d+(\.0)?$/.test(secret)) process.stdout.write(`{"n": ${secret}, "list": [${secret}, ${Number(secret)}.0]}\n`);
process.stderr.write(`${secret} ${JSON.stringify({ secret })}\n`);
process.exitCode = 1;
