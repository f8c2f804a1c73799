import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patients } from '../story.ts';

const search = async (folder: string) =>
  await new Promise<{ code: number; said: string }>((resolve) =>
    execFile(process.execPath, ['local/test/searchLogs.ts', folder], { env: { ...process.env, NODE_OPTIONS: '' } }, (error, stdout, stderr) => resolve({ code: error ? 1 : 0, said: stdout + stderr })),
  );

it('the last phase fails on a log that names somebody, and says where without repeating it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-logs-'));
  try {
    expect(await search(folder)).toMatchObject({ code: 1, said: expect.stringContaining('no logs') });
    writeFileSync(join(folder, 'functions.log'), '{"level":"info","event":"request"}\n');
    expect(await search(folder)).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'sfu.log'), `{"event":"ok"}\n{"event":"joined","name":"${patients.patient.name}"}\n`);
    const { code, said } = await search(folder);
    expect(code).toBe(1);
    expect(said).toContain(`${join(folder, 'sfu.log')}:2  name`);
    expect(said).not.toContain(patients.patient.name);
    writeFileSync(join(folder, 'one.people.json'), JSON.stringify([{ kind: 'name', value: 'Ai Do Khac' }]));
    writeFileSync(join(folder, 'functions.log'), '{"text":"ai đó khác"}\n');
    expect((await search(folder)).said).toContain('functions.log:1  name');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
