import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { patients, staff } from '../../local/story.ts';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { received, until } from '../support/browser.ts';
import { clientFor } from '../support/client.ts';
import { arrive, picture, rule, signIn, signInByCode, type Person } from '../support/journey.ts';
import { accessToken } from '../support/people.ts';
import { act, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

jest.setTimeout(240_000);

/** A call that all in it let be recorded, from the question to the patient who watches it at home and sees who else did. */
const she = patients.patient;
let id: string;
let nurse: Person;
let specialist: Person;
let patient: Person;

beforeAll(async () => {
  const [station, hospital] = [clientFor(await accessToken('nurse')), clientFor(await accessToken('specialist'))];
  ({ id } = await station.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId: she.id, questions: ['Vết loét cần chăm thế nào?'] }) }));
  await act(hospital, id, { action: 'accept' });
  await act(station, id, { action: 'wait' });
  await act(hospital, id, { action: 'call' });
  [nurse, specialist, patient] = await Promise.all([arrive('nurse-recorded'), arrive('specialist-recorded'), arrive('patient-recorded', { viewport: { width: 360, height: 740 } })]);
  for (const { page } of [nurse, specialist, patient]) page.setDefaultTimeout(60_000);
});
afterAll(async () => void (await Promise.all([nurse, specialist, patient].map(async (person) => await person?.browser.close()))));

/** The film on a page: where it is, and whether it has a picture. */
const film = ({ page }: Person) => page.locator('video.calls__video').evaluate((video: HTMLVideoElement) => ({ at: video.currentTime, width: video.videoWidth, error: video.error?.message }));

describe('a recorded call', () => {
  rule('is recorded when the doctor asks and the station agrees, and both see that it is', async () => {
    await signIn(nurse, 'nurse');
    await nurse.page.getByRole('heading', { name: 'Hôm nay' }).waitFor();
    await nurse.page.goto(`${target().baseUrl}/station/requests/${id}/room`);
    await nurse.page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
    await signIn(specialist, 'specialist');
    await specialist.page.getByRole('heading', { name: 'Ca hội chẩn' }).waitFor();
    await specialist.page.goto(`${target().baseUrl}/specialist/case/${id}`);
    await specialist.page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
    await specialist.page.getByRole('heading', { name: 'Kiểm tra máy trước khi vào' }).waitFor();
    await specialist.page.getByRole('button', { name: 'Vào phòng', exact: true }).click();
    await until('sound and picture at the station', () => received(nurse.page), ({ frames, audioEnergy }) => frames > 10 && audioEnergy > 0, 60_000);
    await specialist.page.getByRole('button', { name: /^Mọi người/ }).click();
    await specialist.page.getByRole('button', { name: 'Xin ghi cuộc gọi' }).click();
    await nurse.page.getByRole('button', { name: 'Tất cả chúng tôi đồng ý' }).click();
    for (const { page } of [nurse, specialist]) await page.getByText('Đang ghi hình và tiếng').first().waitFor();
    await picture(specialist, 'recording');
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await specialist.page.getByRole('button', { name: 'Dừng ghi' }).click();
    await nurse.page.getByText('Đang ghi hình và tiếng').first().waitFor({ state: 'hidden' });
  });

  rule('stands in the patient’s record, and plays there on a phone', async () => {
    const { page } = patient;
    await signInByCode(patient, she);
    await page.getByRole('link', { name: /Hồ sơ/ }).first().click();
    await page.getByRole('heading', { name: 'Bản ghi cuộc gọi khám' }).waitFor();
    const watch = page.getByRole('button', { name: /^Nghe và xem/ });
    for (let tries = 0; tries < 20 && !(await watch.isVisible()); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await page.reload();
      await page.getByRole('heading', { name: 'Bản ghi cuộc gọi khám' }).waitFor();
    }
    await watch.click();
    const seen = await until('the recording plays', () => film(patient), ({ at, width, error }) => (at > 1 && width > 0) || error !== undefined, 60_000);
    expect(seen.error).toBeUndefined();
    await picture(patient, 'plays');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
  });

  rule('is watched by the doctor on the case, and the patient sees that she did', async () => {
    const { page } = specialist;
    await page.getByRole('button', { name: 'Kết thúc gọi' }).click();
    await page.getByText('Cuộc gọi: chất lượng và bản ghi').click();
    await page.getByRole('button', { name: /^Nghe và xem/ }).click();
    const seen = await until('the recording plays', () => film(specialist), ({ at, error }) => at > 1 || error !== undefined, 60_000);
    expect(seen.error).toBeUndefined();
    await picture(specialist, 'plays');
    await patient.page.getByRole('link', { name: /Ai đã xem/ }).first().click();
    await patient.page.getByText(staff.specialist.name).first().waitFor();
    await patient.page.getByText(/[Bb]ản ghi/).first().waitFor();
    await picture(patient, 'who-watched');
  });

  rule('is blocked by no policy, throws nothing and asks no other origin', async () => {
    expect([...nurse.faults, ...specialist.faults, ...patient.faults]).toEqual([]);
  });
});
