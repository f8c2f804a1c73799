import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fold } from '../../shared/kernel/fold.ts';
import { portalAccounts } from './accounts.ts';
import type { RegisteredKeys } from './checkXmlSignature.ts';
import { claimGateway } from './claimGateway.ts';
import { answerJson, listen, readFields, type Simulator } from './http.ts';
import { portalFaults, type PortalFault } from './portalFaults.ts';
import { insuredVisits } from './portalHistory.ts';
import { storyRegister, type RegisteredCard, type Register } from './portalPeople.ts';

const tokenMilliseconds = 15 * 60_000;
type Fields = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const md5 = (password: string): string => createHash('md5').update(password).digest('hex').toUpperCase();

export type PortalOptions = { readonly register?: Register; readonly faultAt?: (call: number) => PortalFault | undefined; /** Whose signatures the claim gateway believes; nobody's unless said. */ readonly keys?: RegisteredKeys };

const paths: Readonly<Record<string, 'token' | 'lookup' | 'history' | 'checkIn'>> = { '/api/qd130/checkInKcbQd3176': 'checkIn', '/api/token/take': 'token', '/api/egw/KQNhanLichSuKCB2024': 'lookup', '/api/egw/Lskcb2025': 'history' };

/**
 * The insurer's portal as it is documented (shared/reference/vn/bhyt-portal.md), with the people of the story:
 * token call, card lookup, history, JSON or form bodies, result codes, and faults on demand at /faults. GET /calls tells how
 * often each was called, for tests.
 */
export async function startInsurerPortal(port: number, host?: string, { register = storyRegister, faultAt, keys = () => Promise.resolve([]) }: PortalOptions = {}): Promise<Simulator> {
  const tokens = new Map<string, { readonly username: string; readonly idToken: string; readonly until: number }>();
  const calls = { token: 0, lookup: 0, history: 0, checkIn: 0 };
  const gateway = claimGateway(keys);
  const faults = portalFaults(faultAt);

  function take(fields: Fields, response: ServerResponse): void {
    const account = accountOf(text(fields['username']));
    if (!account || text(fields['password']).toUpperCase() !== md5(account.password)) return answerJson(response, 200, { maKetQua: '401', APIKey: null });
    const [token, idToken, until] = [randomUUID(), randomUUID(), Date.now() + tokenMilliseconds];
    tokens.set(token, { username: account.username, idToken, until });
    answerJson(response, 200, {
      maKetQua: '200',
      APIKey: { access_token: token, id_token: idToken, token_type: 'Bearer', username: account.username, expires_in: new Date(until).toISOString() },
    });
  }

  function authorizedAccount(given: Readonly<Record<'token' | 'idToken' | 'username' | 'password', unknown>>): ReturnType<typeof accountOf> {
    const token = tokens.get(text(given.token));
    const account = accountOf(text(given.username));
    const good = token !== undefined && token.until > Date.now() && token.idToken === given.idToken && account?.username === token.username && text(given.password).toUpperCase() === md5(account.password);
    return good ? account : undefined;
  }
  const isAuthorized = (query: URLSearchParams): boolean =>
    authorizedAccount({ token: query.get('token'), idToken: query.get('id_token'), username: query.get('username'), password: query.get('password') }) !== undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://portal');
    if (url.pathname === '/faults') return faults.set(request, response);
    if (url.pathname === '/calls') return answerJson(response, 200, calls);
    if (url.pathname === '/check-ins') return answerJson(response, 200, gateway.taken());
    const fields = await readFields(request);
    const kind = paths[url.pathname];
    if (kind === undefined || request.method !== 'POST') return answerJson(response, 404, { Message: 'No HTTP resource was found' });
    calls[kind] += 1;
    if (await faults.play(response)) return;
    if (kind === 'token') return take(fields, response);
    if (kind === 'checkIn') {
      const account = authorizedAccount({ token: request.headers['accesstoken'], idToken: request.headers['tokenid'], password: request.headers['passwordhash'], username: fields['username'] });
      return account ? await gateway.checkIn(fields, response) : answerJson(response, 200, { maKetQua: '401', thongDiep: 'Lỗi xác thực' });
    }
    if (!isAuthorized(url.searchParams)) return answerJson(response, 200, { maKetQua: '401', ghiChu: 'Lỗi xác thực' });
    const answer = lookUp(register, fields, accountOf(url.searchParams.get('username') ?? ''));
    if (answer === 'never') return;
    answerJson(response, 200, kind === 'lookup' ? answer : { maKetQua: answer.maKetQua, ghiChu: answer.ghiChu, dsLichSuKCB2025: answer.maKetQua === '000' ? insuredVisits : null });
  }

  return await listen(port, handle, host);
}

const accountOf = (username: string) => Object.values(portalAccounts).find((account) => account.username === username);
const result = (maKetQua: string, ghiChu: string) => ({ maKetQua, ghiChu, dsLichSuKCB2018: null, dsLichSuKT2018: null });

/** The checks of the portal, in the order of its annex: staff, format, card, name, birth date. */
function lookUp(register: Register, fields: Fields, account: ReturnType<typeof accountOf>): ReturnType<typeof result> | 'never' {
  if (text(fields['cccdCb']) !== account?.staffCitizenId) return result('054', 'CCCD cán bộ không có trong danh sách đăng ký');
  if (text(fields['hoTenCb']).normalize('NFC') !== account.staffName.normalize('NFC')) return result('055', 'Họ tên cán bộ không khớp CCCD');
  const [key, name, birthDate] = [text(fields['maThe']), text(fields['hoTen']), text(fields['ngaySinh'])];
  if (!/^(\d{2}\/\d{2}\/)?\d{4}$/.test(birthDate) || name === '') return result('205', 'Sai định dạng tham số');
  if (!/^(\d{12}|\d{9,10}|[A-Z]{2}[1-5]\d{12})$/.test(key)) return result('051', 'Mã thẻ không đúng');
  const card = register.find(key);
  if (!card) return result('050', 'Không tìm thấy thông tin');
  if (card.result === 'down') return 'never';
  if (!register.sameName(name, card.name)) return result(fold(name)[0] === fold(card.name)[0] ? '061' : '060', 'Họ tên không đúng');
  if (!card.birthDate.endsWith(birthDate)) return result('070', 'Ngày sinh không đúng');
  return card.result === '060' || card.result === '070' ? result(card.result, 'Thông tin trên thẻ khác') : found(card);
}

const found = (card: RegisteredCard) => ({
  ...result(card.result, 'Dữ liệu mô phỏng'),
  maThe: card.number, maSoBHXH: card.number.slice(5), hoTen: card.name, ngaySinh: card.birthDate, gioiTinh: card.sex, diaChi: card.address,
  maDKBD: card.registeredFacility ?? '12101', cqBHXH: 'Bảo hiểm xã hội tỉnh Mẫu', maKV: 'K1', ngayDu5Nam: '01/01/2030', gtTheTu: card.validFrom, gtTheDen: card.validTo,
  maTheCu: null, maTheMoi: card.newNumber ?? null,
  gtTheTuMoi: card.newNumber ? card.validFrom : null, gtTheDenMoi: card.newNumber ? card.validTo : null,
  maDKBDMoi: card.newNumber ? '12101' : null, tenDKBDMoi: card.newNumber ? 'Trạm Y tế xã Mường Mẫu' : null,
});
