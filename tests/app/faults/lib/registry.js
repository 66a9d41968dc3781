// Which faults a running server has switched on.
'use strict';

const { loadFault, parseFaults } = require('./names');
const { isOf } = require('./answers');

// "POST:/api/a/*" against "POST" and "/api/a/b/c"; without a method every method; * stands for anything.
function matches(pattern, method, path) {
  const [, wanted, rest] = /^(?:([A-Z]+):)?(.*)$/.exec(pattern);
  if (wanted && wanted !== method) return false;
  const source = rest.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`).test(path);
}

// "GET:/api/a#3": the first two such requests are spared.
function strikes(entry, argument, method, path) {
  const [, pattern, first] = /^(.*?)(?:#(\d+))?$/.exec(argument);
  if (!matches(pattern, method, path)) return false;
  if (!first) return true;
  entry.memory.seen ||= new Map();
  const seen = (entry.memory.seen.get(argument) || 0) + 1;
  entry.memory.seen.set(argument, seen);
  return seen >= Number(first);
}

class FaultRegistry {
  constructor() {
    this.active = new Map(); // name → { arguments: [], memory: {} }
    this.db = null;
  }

  async attach(db, text) {
    this.db = db;
    for (const { name, argument } of parseFaults(text)) await this.switchOn(name, argument);
  }

  async switchOn(name, argument = '') {
    const fault = loadFault(name);
    if (fault.applies === 'script') return; // the scripts look at it themselves
    let entry = this.active.get(name);
    if (!entry) {
      entry = { arguments: [], memory: {} };
      if (fault.on) await fault.on(this.db, entry.memory);
      this.active.set(name, entry);
    }
    if (!entry.arguments.includes(argument)) entry.arguments.push(argument);
  }

  async switchOff(name) {
    const fault = loadFault(name);
    const entry = this.active.get(name);
    if (!entry) return;
    this.active.delete(name);
    if (fault.off) await fault.off(this.db, entry.memory);
  }

  // Newest first, so that each finds the data as it left them.
  async reset() {
    for (const name of [...this.active.keys()].reverse()) await this.switchOff(name);
  }

  isOn(name) {
    return this.active.has(name);
  }

  // What the faults that are on change of a route: `kind` is answers, pages or requests (see answers.js).
  changes(kind, route) {
    const found = [];
    for (const [name, { memory }] of this.active) {
      for (const entry of loadFault(name)[kind] || []) if (isOf(entry, route)) found.push({ entry, memory });
    }
    return found;
  }

  // For faults that may be narrowed to some requests.
  hits(name, method, path) {
    const entry = this.active.get(name);
    return Boolean(entry) && entry.arguments.some((argument) => argument === '' || strikes(entry, argument, method, path));
  }
}

module.exports = { FaultRegistry };
