import Knex from 'knex';

const knex = Knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 10 }, acquireConnectionTimeout: 2_000 });

/** The parcels of a van, each with the depot it came from. */
export async function loaded(van) {
  const parcels = await knex('parcels').where({ van }).select('id', 'depot_id', 'grams');
  return Promise.all(parcels.map(async (parcel) => {
    const depot = await knex('depots').where({ id: parcel.depot_id }).first();
    return { ...parcel, depot: depot?.name ?? null };
  }));
}
