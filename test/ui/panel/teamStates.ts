import { acquire, type Harness } from './harness';

const place = { page: 'team', team: 'payments' } as const;

/** Every state of a team's page, reached as a reader reaches it. */
export const teamStates: Readonly<Record<string, (harness: Harness) => Promise<void>>> = {
  teamWelcome: (harness) => harness.go(place),
  teamWay: async (harness) => {
    await harness.go(place);
    await harness.page.getByRole('button', { name: 'Start day one: Backend engineer' }).click();
    await harness.settle();
  },
  teamFix: async (harness) => {
    harness.team.start('payments/backend');
    harness.team.scan();
    await harness.go(place);
  },
  teamRecap: async (harness) => {
    harness.team.start('payments/backend');
    await harness.go({ page: 'lesson', lesson: acquire.lesson });
    await harness.page.getByRole('button', { name: 'Your way: Payments' }).waitFor();
  },
  teamMade: async (harness) => {
    harness.team.start('payments/backend');
    harness.team.scan();
    await harness.go(place);
    await harness.page.getByRole('button', { name: 'Make the fix' }).click();
    await harness.settle();
  },
};
