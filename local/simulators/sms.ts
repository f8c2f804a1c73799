import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { smsAccount } from './accounts.ts';
import { answerJson, listen, readFields, type Simulator } from './http.ts';

export type SimulatedSms = { readonly id: string; readonly at: string; readonly phone: string; readonly text: string };

/** Result codes of the eSMS protocol. */
const sent = '100';
const badLogin = '101';
const badPhone = '103';
const kept = 200;

/**
 * An SMS gateway in the eSMS JSON protocol that delivers to a page: GET / for a person, GET /inbox?phone= for a test
 * (newest first). Messages are kept in `file` so that a restart of the product does not lose a code.
 */
export async function startSmsGateway(port: number, file: string, host?: string): Promise<Simulator> {
  const inbox = await load(file);

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fields = await readFields(request);
    const { ApiKey, SecretKey, Brandname, Phone, Content } = fields;
    if (ApiKey !== smsAccount.apiKey || SecretKey !== smsAccount.secretKey || Brandname !== smsAccount.brandname)
      return answerJson(response, 200, { CodeResult: badLogin, ErrorMessage: 'Authorize Failed' });
    if (typeof Phone !== 'string' || !/^0[35789]\d{8}$/.test(Phone) || typeof Content !== 'string')
      return answerJson(response, 200, { CodeResult: badPhone, ErrorMessage: 'Phone invalid' });
    const message: SimulatedSms = { id: randomUUID(), at: new Date().toISOString(), phone: Phone, text: Content };
    inbox.unshift(message);
    inbox.length = Math.min(inbox.length, kept);
    await appendFile(file, `${JSON.stringify(message)}\n`);
    answerJson(response, 200, { CodeResult: sent, CountRegenerate: 0, SMSID: message.id });
  }

  return await listen(port, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sms');
    if (request.method === 'POST' && url.pathname === '/MainService.svc/json/SendMultipleMessage_V4_post_json/') return await send(request, response);
    const phone = url.searchParams.get('phone');
    const shown = inbox.filter((message) => phone === null || message.phone === phone);
    if (url.pathname === '/inbox') return answerJson(response, 200, shown);
    if (url.pathname === '/') return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(shown));
    return answerJson(response, 404, {});
  }, host);
}

async function load(file: string): Promise<SimulatedSms[]> {
  await mkdir(dirname(file), { recursive: true });
  const lines = await readFile(file, 'utf8').catch(() => '');
  return lines.split('\n').filter(Boolean).map((line) => JSON.parse(line) as SimulatedSms).toReversed().slice(0, kept);
}

const escape = (value: string): string => value.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (messages: readonly SimulatedSms[]): string => `<!doctype html>
<html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="3"><meta name="viewport" content="width=device-width">
<title>Tin nhắn mô phỏng</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}li{margin:1rem 0}time{color:#555}</style>
<h1>Tin nhắn mô phỏng <small>(simulated SMS)</small></h1>
<p>Không có tin nào được gửi thật. Nothing here is sent to a real phone.</p>
${messages.length === 0 ? '<p>Chưa có tin nhắn. No messages yet.</p>' : ''}
<ol reversed>${messages.map(({ at, phone, text }) => `<li><strong>${escape(phone)}</strong> <time>${escape(at)}</time><br>${escape(text)}</li>`).join('')}</ol>
</html>`;
