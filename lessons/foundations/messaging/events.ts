import { Kafka } from 'kafkajs';

const kafka = new Kafka({ clientId: 'orders', brokers: ['kafka:9092'] });
const producer = kafka.producer();

export interface OrderEvent {
  readonly type: 'placed' | 'paid' | 'cancelled';
  readonly orderId: string;
  readonly at: string;
}

export const start = () => producer.connect();

export async function publish(event: OrderEvent): Promise<void> {
  await producer.send({
    topic: 'orders',
    messages: [{ value: JSON.stringify(event) }],
  });
}
