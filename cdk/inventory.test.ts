import { beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { synthesise } from '../local/build/builds.ts';

type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> };
const stacks = ['LienTuyenData', 'LienTuyenApi', 'LienTuyenWeb', 'LienTuyenMedia'];
const all = (type: string): [string, Readonly<Record<string, unknown>>][] =>
  stacks.flatMap((stack) => Object.entries((JSON.parse(readFileSync(`cdk.out/${stack}.template.json`, 'utf8')) as { Resources: Record<string, Resource> }).Resources))
    .filter(([, { Type }]) => Type === type).map(([id, { Properties = {} }]) => [id, Properties]);
const page = (name: string) => readFileSync(`docs/${name}.md`, 'utf8');
/** Logical ids end in eight characters of a hash. */
const named = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
/** The row of a table in which the name stands. */
const rowOf = (text: string, name: string) => text.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));

beforeAll(async () => void (await synthesise()), 300_000);

it('every key and secret of the templates stands in docs/keys.md', () => {
  const names = [...all('AWS::KMS::Key').map(([id]) => named(id)), ...all('AWS::SecretsManager::Secret').map(([id, { Name }]) => (typeof Name === 'string' ? Name : id))];
  expect(names.length).toBeGreaterThan(7);
  expect(names.filter((name) => !rowOf(page('keys'), name))).toEqual([]);
});

it('every log is kept for as long as docs/retention.md says', () => {
  const logs = all('AWS::Logs::LogGroup').map(([id, { RetentionInDays }]) => ({ id, days: RetentionInDays }));
  expect(logs.length).toBeGreaterThan(5);
  const names = ['SocketAccessLog', 'AccessLog', 'SfuLog', 'TurnLog', 'NetworkFlowsLogGroup', 'Log'];
  const wrong = logs.filter(({ id, days }) => !rowOf(page('retention'), names.find((name) => named(id).endsWith(name)) ?? id)?.includes(`${String(days)} days`));
  expect(wrong).toEqual([]);
});

it('every bucket from which something goes by itself says so in docs/retention.md, with the days', () => {
  const wrong = all('AWS::S3::Bucket').flatMap(([id, { LifecycleConfiguration, ObjectLockConfiguration }]) => {
    const rules = (LifecycleConfiguration as { Rules?: { ExpirationInDays?: number }[] } | undefined)?.Rules ?? [];
    const locked = (ObjectLockConfiguration as { Rule?: { DefaultRetention?: { Days?: number } } } | undefined)?.Rule?.DefaultRetention?.Days;
    const days = [...rules.flatMap(({ ExpirationInDays }) => ExpirationInDays ?? []), ...(locked === undefined ? [] : [locked])];
    return days.filter((one) => !rowOf(page('retention'), named(id))?.includes(`${one} days`)).map((one) => `${named(id)}: ${one} days`);
  });
  expect(wrong).toEqual([]);
});
