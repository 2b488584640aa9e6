import type { GitHub } from '../../src/clients/github/cli';
import { RepositoryApi } from '../../src/delivery/deployments/api';

const artifact = (id: number) => ({ id, name: 'x', expired: false });

test.each([
  ['a short page is not the last one', [99, 2], 101, 101],
  ['a host that tells no number ends with a short page', [100, 3, 5], undefined, 103],
  ['an empty page is the last one, whatever was told', [100, 0, 5], 900, 100],
])('%s', async (_title, pages, total_count, expected) => {
  const get = (path: string) => {
    const page = Number(/[?&]page=(\d+)/.exec(path)?.[1]);
    return Promise.resolve({
      total_count,
      artifacts: Array.from({ length: pages[page - 1] ?? 0 }, (_, id) => artifact(id)),
    });
  };
  let count = 0;
  for await (const _ of new RepositoryApi({ get } as unknown as GitHub, 'acme/dns').artifacts('x')) count += 1;
  expect(count).toBe(expected);
});
