// A list of named checks: all are made, each says how it went, and the script fails if one did.
'use strict';

const { say, fail, Failure } = require('./report');

class Checks {
  constructor() {
    this.failed = [];
    this.count = 0;
  }

  // `work` returns nothing when all is well, or a sentence that says what is wrong.
  async make(name, work) {
    this.count += 1;
    let problem;
    try {
      problem = await work();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problem = error.message;
    }
    if (problem) this.failed.push(name);
    say(problem ? `FAILED  ${name}: ${problem}` : `ok      ${name}`);
    return !problem;
  }

  finish(what) {
    if (this.failed.length > 0) fail(`${this.failed.length} of ${this.count} checks failed: ${this.failed.join(', ')}`);
    say(`${what}: all ${this.count} checks passed`);
  }
}

module.exports = { Checks };
