// IP networks such as 10.0.0.0/8: which texts are one, and who is inside.
'use strict';

const net = require('node:net');

const MOST_BITS = { 4: 32, 6: 128 };
const FAMILY = { 4: 'ipv4', 6: 'ipv6' };

// { base, bits, family } or null.
function parseNetwork(text) {
  const [base, bits, ...rest] = typeof text === 'string' ? text.split('/') : [];
  const version = net.isIP(base || '');
  if (!version || rest.length > 0 || !/^\d{1,3}$/.test(bits || '') || Number(bits) > MOST_BITS[version]) return null;
  return { base, bits: Number(bits), family: FAMILY[version] };
}

const isNetwork = (text) => parseNetwork(text) !== null;

// What is not a network holds nobody.
function isInside(address, networks) {
  const list = new net.BlockList();
  for (const network of networks.map(parseNetwork).filter(Boolean)) list.addSubnet(network.base, network.bits, network.family);
  return list.check(address, FAMILY[net.isIP(address)] || 'ipv4');
}

module.exports = { isNetwork, isInside };
