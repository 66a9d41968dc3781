// Builds the WHERE of a list from the filters that were given.
'use strict';

class Filters {
  constructor() {
    this.parts = [];
    this.values = [];
  }

  equal(column, value) {
    if (value !== undefined && value !== null && value !== '') this.add(`${column} = ?`, value);
    return this;
  }

  oneOf(column, values) {
    return this.add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  }

  add(condition, ...values) {
    this.parts.push(condition);
    this.values.push(...values);
    return this;
  }

  get where() {
    return this.parts.length > 0 ? `WHERE ${this.parts.join(' AND ')}` : '';
  }
}

module.exports = { Filters };
