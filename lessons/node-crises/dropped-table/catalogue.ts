import type { Request, Response } from 'express';
import { Pool } from 'pg';

const pool = new Pool({ connectionTimeoutMillis: 2_000 });

/** GET /catalogue?shop=7&sort=cents&direction=desc */
export async function catalogue(req: Request, res: Response) {
  const { shop, sort, direction } = req.query;
  const { rows } = await pool.query(
    `SELECT id, name, cents
       FROM products
      WHERE listed AND shop_id = $1
      ORDER BY ${sort} ${direction}
      LIMIT 20`,
    [shop],
  );
  res.json(rows);
}
