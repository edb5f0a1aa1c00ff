import type { RuleDocs } from '../../rule';

export const docs: RuleDocs = {
  finds: `\`add\` and \`addBulk\` of a BullMQ or Bull queue whose job gets no second run, or gets all its runs at once:

- no \`attempts\`, in the job's options or in the queue's \`defaultJobOptions\`;
- a \`backoff\` without \`attempts\`, which never applies;
- several \`attempts\` without a \`backoff\`.

The queue must be traced to \`new Queue\` in this file or in one it is imported from, through functions that return it too, or to \`@InjectQueue\` and the \`BullModule.registerQueue\` of a Nest module, \`forRoot\` included. Options that other code puts together are no finding.`,
  why: `A job with no \`attempts\` runs once (BullMQ 6.7 counts from 0, Bull 4.16 from 1): one error, and it lies in the failed set where nothing looks. With a provider that failed the first call of each of 20 jobs, BullMQ 6.7 on Redis 6.2 did none of the 20 jobs; with 5 attempts and a backoff, all 20.`,
  fix: `*Review*: \`attempts\` from \`altitude.fixes.attempts\` and an exponential \`backoff\` of 1 s, in the queue's \`defaultJobOptions\` where the file makes the queue, else in the job's options. BullMQ waits 2^(n-1) times the delay before run n+1; Bull (2^n - 1) times, and it has no jitter. BullMQ 5.54 and later also get \`jitter: 0.5\`, so that jobs which failed together do not come back together.

Before you take it: a job that runs twice must do its work once. Give the provider an idempotency key, or record what is done.`,
  notWhen: `An explicit \`attempts: 1\` is a decision, and is left alone. So are repeatable jobs and jobs that a timer or a cron method adds again, dead letter queues, files that retry failed jobs themselves, and jobs whose worker, where it is found in the project (\`new Worker\`, Bull’s \`process\`, a Nest processor), lets no error out or only works in memory; one that catches what its work throws makes a hint. A job that neither a request is seen to leave nor a worker that can fail is found for is a hint. A job with no data or with constants alone, one that a function without parameters leaves, one with a \`jobId\` of its own that \`removeOnFail: true\` gives free, one whose \`jobId\` the function answers with, and one whose end the function waits for, are hints: the next job asks for the same, and whoever polls by the id or waits sees the failure.

A \`jobId\` is no substitute: it only keeps a second job out while the first one exists, a failed one included. BullMQ refuses one that is a whole number or holds a colon.`,
  sources: [
    { title: 'BullMQ: retrying failing jobs', url: 'https://docs.bullmq.io/guide/retrying-failing-jobs' },
    { title: 'BullMQ: job ids', url: 'https://docs.bullmq.io/guide/jobs/job-ids' },
    { title: 'Bull: reference, Queue.add', url: 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md#queueadd' },
    { title: 'Nest: queues', url: 'https://docs.nestjs.com/techniques/queues' },
  ],
};
