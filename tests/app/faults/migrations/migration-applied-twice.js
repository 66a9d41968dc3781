'use strict';


module.exports = {
  name: 'migration-applied-twice',
  applies: 'server',
  summary: 'A migration was applied twice.',
  ...{
    async on(db, memory) {
      const row = await db.one("SELECT * FROM _prisma_migrations WHERE migration_name = '20240305090000_governance'");
      memory.id = 'fault-migration-applied-twice';
      await db.insert('_prisma_migrations', { ...row, id: memory.id });
    },
    async off(db, memory) {
      await db.run('DELETE FROM _prisma_migrations WHERE id = ?', [memory.id]);
    },
  },
};
