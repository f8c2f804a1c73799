import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { cardText, patients } from '../../local/story.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { arrive, focusedByPressing, picture, rule, signIn, type Person } from '../support/journey.ts';
import { accessToken } from '../support/people.ts';
import { target } from '../support/target.ts';

jest.setTimeout(240_000);

let nurse: Person;
let api: ApiClient;
const { patient } = patients;
const desk = async () => await nurse.page.goto(`${target().baseUrl}/station/desk`);
const field = () => nurse.page.getByLabel('Số căn cước hoặc máy quét cầm tay');
const find = () => nurse.page.getByRole('button', { name: 'Tìm', exact: true }).click();
const portal = (method: 'POST' | 'DELETE', body?: object) => fetch(new URL('/faults', target().insurerUrl), { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });

beforeAll(async () => {
  nurse = await arrive('nurse-desk');
  await signIn(nurse, 'nurse');
  await nurse.page.getByRole('link', { name: 'Tiếp đón người bệnh' }).waitFor();
  api = clientFor(await accessToken('nurse'));
});
afterAll(async () => {
  await portal('DELETE');
  await nurse?.browser.close();
});

describe('the desk without a camera', () => {
  rule('a scanner types the card: the person stands there in large letters, with what to look at, and where each value came from', async () => {
    await desk();
    await field().pressSequentially(cardText(patient));
    await nurse.page.keyboard.press('Enter');
    await nurse.page.getByRole('heading', { name: 'So với người trước mặt' }).waitFor();
    const name = nurse.page.locator('.who__name');
    expect(await name.textContent()).toBe(patient.name);
    expect(Number.parseFloat(await name.evaluate((element) => getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(28);
    await nurse.page.getByText('Nhìn mặt, so với ảnh in trên thẻ').waitFor();
    await picture(nurse, 'who');
  });

  rule('a card that says somebody else than the record offers to stop before it offers to go on', async () => {
    await desk();
    await field().fill(cardText({ ...patient, name: 'Giàng Thị Khác', birthDate: '1961-07-02' }));
    await find();
    await nurse.page.getByText('Có thể đây là thẻ của người khác').waitFor();
    const [first] = await nurse.page.locator('button.button--primary').allTextContents();
    expect(first).toMatch(/^Không/);
    await picture(nurse, 'others-card');
  });

  rule('the field has the focus as soon as the desk is opened, and keeps it: a scanner does not wait', async () => {
    await nurse.page.goto(`${target().baseUrl}/station`);
    const way = nurse.page.getByRole('link', { name: 'Tiếp đón người bệnh' });
    await way.waitFor();
    expect(await focusedByPressing(way)).toBe('citizen-id');
    await nurse.page.waitForTimeout(300);
    await nurse.page.keyboard.type(cardText(patient));
    await nurse.page.keyboard.press('Enter');
    await nurse.page.getByRole('heading', { name: 'So với người trước mặt' }).waitFor();
  });

  it.each(['012 185 000 011', '０１２１８５０００011', '012.185.000.011'])('the number typed as %s finds the person by the keyboard alone', async (typed) => {
    await desk();
    await field().waitFor();
    await nurse.page.keyboard.type(typed);
    await nurse.page.keyboard.press('Enter');
    await nurse.page.getByRole('button', { name: 'Đúng người này' }).waitFor();
  });

  it.each([
    ['O12185000011', 'Chữ O không phải số 0'], ['01218500001', 'chưa đủ 12 số'], ['0121850000111', 'nhiều hơn 12 số'],
    ['00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA5303704', 'mã QR chuyển tiền'], ['https://mau.example/khuyen-mai', 'mở một trang web'],
  ])('%s is explained and nothing is asked of anybody', async (typed, says) => {
    await desk();
    let asked = 0;
    nurse.page.on('request', (request) => void (request.method() === 'POST' && /\/api\/people/.test(request.url()) && (asked += 1)));
    await field().fill(typed);
    await field().press('Enter');
    await nurse.page.getByText(says).first().waitFor();
    expect(asked).toBe(0);
  });

  rule('ten megabytes of text as a QR are refused in words, at once, and the page goes on', async () => {
    await desk();
    await field().evaluate((input: HTMLInputElement) => {
      input.value = 'x'.repeat(10_000_000);
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await nurse.page.getByText('Nội dung quá dài').waitFor();
    await nurse.page.getByRole('button', { name: 'Xóa và quét lại' }).click();
    expect(await field().inputValue()).toBe('');
  });
});

describe('the insurance of a person', () => {
  rule('that the portal did not confirm is confirmed by itself while the page is open', async () => {
    await portal('POST', { kind: 'down' });
    await nurse.page.goto(`${target().baseUrl}/station/patients/${patient.id}`);
    const panel = nurse.page.locator('section', { has: nurse.page.getByRole('heading', { name: 'Bảo hiểm y tế' }) });
    await panel.getByRole('button', { name: /^Tra cứu/ }).click();
    await panel.getByText('Chờ xác nhận', { exact: true }).waitFor();
    await picture(nurse, 'to-confirm');
    await portal('DELETE');
    await panel.getByText('hệ thống đã tự hỏi lại và xác nhận').waitFor({ timeout: 200_000 });
    await panel.getByText('Được chi trả 100 % chi phí trong phạm vi').waitFor();
    await picture(nurse, 'confirmed');
  });

  rule('leads to the visits that the insurer knows of, wherever they were', async () => {
    await nurse.page.goto(`${target().baseUrl}/station/patients/${patient.id}`);
    await nurse.page.getByRole('button', { name: 'Hỏi cổng bảo hiểm' }).click();
    await nurse.page.getByText('Viêm phổi').waitFor();
    await nurse.page.getByText('Trạm Y tế xã Mường Mẫu').first().waitFor();
    await picture(nurse, 'insured-visits');
  });
});

describe('two records of one person', () => {
  rule('are found on the list, compared, joined, opened from the record, and parted again', async () => {
    const { page } = nurse;
    const tail = randomUUID().replace(/[^a-f]/g, '').padEnd(6, 'x').slice(0, 6);
    const name = `Thào Thị ${tail.charAt(0).toUpperCase()}${tail.slice(1)}`;
    const body = { name, birthDate: '1960-07-08', sex: 'female', source: 'typed' };
    const one = await api.must<PatientSummary>('patientRegistration', { body: { ...body, phone: '0900000177' } });
    await api.must<PatientSummary>('patientRegistration', { body: { ...body, notSameAs: [one.id] } });

    await page.goto(`${target().baseUrl}/duplicates`);
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { name: 'So hai hồ sơ' }).waitFor();
    await picture(nurse, 'compare');
    await page.getByLabel('Cùng một người').check();
    await page.getByLabel(/Hồ sơ A/).check();
    await page.getByRole('button', { name: 'Ghi quyết định' }).click();
    await page.getByRole('button', { name: 'Tách lại thành hai hồ sơ' }).waitFor();

    const chart = await api.must<{ patient: PatientSummary & { replaces?: readonly string[] } }>('chart', { params: { patientId: one.id } });
    expect(chart.patient.replaces).toHaveLength(1);
    await page.goto(`${target().baseUrl}/station/patients/${chart.patient.id}`);
    await page.getByText('Hồ sơ này gộp từ 2 hồ sơ').waitFor();
    await picture(nurse, 'joined');
    await page.getByRole('button', { name: 'Xem hai hồ sơ đã gộp' }).click();
    await page.getByRole('button', { name: 'Tách lại thành hai hồ sơ' }).click();
    await page.getByText('Hai người khác nhau').first().waitFor();
    await page.goto(`${target().baseUrl}/station/patients/${one.id}`);
    await page.getByRole('heading', { name }).waitFor();
    expect(await page.getByText('Hồ sơ này gộp từ').count()).toBe(0);
  });
});

rule('no page threw, was blocked by its own policy, or asked another origin', async () => {
  expect(nurse.faults).toEqual([]);
});
