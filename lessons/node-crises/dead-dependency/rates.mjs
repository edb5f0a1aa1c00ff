import express from 'express';

const ratesUrl = process.env.RATES_URL;
const attempts = 7;
export const app = express();

export async function rateOf(currency) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(`${ratesUrl}/${currency}`, { signal: AbortSignal.timeout(2000) });
      if (!answer.ok) throw new Error(`rates answered ${answer.status}`);
      return await answer.json();
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

app.get('/price/:currency', async (req, res) => {
  const { rate } = await rateOf(req.params.currency);
  res.json({ cents: Math.round(1999 * rate) });
});
