const { Pool } = require('pg');

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: 20,
});

pool.on('error', (error) => {
  console.error('idle client failed', error);
});

module.exports = pool;
