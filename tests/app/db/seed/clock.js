// Times of the seed, counted from one moment, so that the same moment gives the same rows.
'use strict';

function seedClock(now) {
  const HOUR = 60 * 60 * 1000;
  const shifted = (hours) => new Date(now.getTime() + hours * HOUR).toISOString();
  return {
    now: now.toISOString(),
    hoursAgo: (hours) => shifted(-hours),
    daysAgo: (days) => shifted(-24 * days),
    inHours: (hours) => shifted(hours),
    inDays: (days) => shifted(24 * days),
  };
}

module.exports = { seedClock };
