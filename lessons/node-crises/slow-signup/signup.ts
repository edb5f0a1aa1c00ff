import express from 'express';
import { transport } from './mail.js';
import { users } from './users.js';

const app = express();
app.use(express.json());

app.post('/users', async (req, res) => {
  const user = await users.insert(req.body);

  await transport.sendMail({
    from: 'hello@shop.example',
    to: user.email,
    subject: 'Welcome',
    text: `Good to have you here, ${user.name}.`,
  });

  res.status(201).json({ id: user.id });
});

app.listen(3000);
