import express from 'express';
import { Pool } from 'pg';

interface Plan {
  readonly name: string;
  readonly seats: number;
}

const pool = new Pool({ connectionTimeoutMillis: 2_000 });
const plans = new Map<string, Plan>();
const app = express();

async function planOf(team: string): Promise<Plan | undefined> {
  const known = plans.get(team);
  if (known !== undefined) return known;
  const { rows } = await pool.query<Plan>('SELECT name, seats FROM plans WHERE team = $1', [team]);
  if (rows[0] !== undefined) plans.set(team, rows[0]);
  return rows[0];
}

app.get('/teams/:team/plan', async (req, res) => {
  res.json(await planOf(req.params.team));
});

app.put('/teams/:team/plan/:name', async (req, res) => {
  const { team, name } = req.params;
  const { rows } = await pool.query<Plan>('UPDATE plans SET name = $2 WHERE team = $1 RETURNING name, seats', [team, name]);
  if (rows[0] === undefined) return res.sendStatus(404);
  plans.set(team, rows[0]);
  res.json(rows[0]);
});

app.listen(3000);
