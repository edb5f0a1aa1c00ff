import express from 'express';
import { loadForecast } from './weather-service.mjs';

const app = express();
let forecast;

app.get('/forecast', async (req, res) => {
  forecast ??= await loadForecast();
  res.json(forecast);
});

app.listen(3000);
