import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { answerMessage, closeSocket, openSocket, socketError, type SocketDeps } from '../../shared/subscription/socket.ts';
import type { Authenticate } from '../_http/chain.ts';
import type { Gate } from '../_http/limits.ts';
import { log } from '../_http/log.ts';

export type SocketHandlerDeps = SocketDeps & { readonly authenticate: Authenticate; readonly gate: Pick<Gate, 'message' | 'badSocket'>; /** Of our own pages, "https://host": the only ones that may open a socket. */ readonly origin: string };

/** What API Gateway sends for a WebSocket; the types leave out the headers and the address of the opening request. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & { readonly headers?: Readonly<Record<string, string>>; readonly requestContext: { readonly identity?: { readonly sourceIp?: string } } };
type Answer = APIGatewayProxyStructuredResultV2;

/** The name that the server agrees to; beside it a browser offers its token. */
export const subprotocol = 'fhir-subscription';

/** One WebSocket: who it is when it opens, then R4's bind. Never fails: a fault is told, and logged without data. */
export const socketHandler = (deps: SocketHandlerDeps) => async (event: SocketEvent): Promise<Answer> => {
  const { routeKey, connectionId } = event.requestContext;
  try {
    const answer = routeKey === '$connect' ? await connect(deps, event) : routeKey === '$disconnect' ? await disconnect(deps, connectionId) : await message(deps, event);
    log.info('socket', { route: routeKey, status: answer.statusCode, connection: connectionId });
    return answer;
  } catch (error) {
    log.error('socket-failed', { route: routeKey, connection: connectionId, error: error instanceof Error ? error : new Error('thrown value') });
    return routeKey === '$default' ? { statusCode: 200, body: socketError('unavailable') } : { statusCode: 503 };
  }
};

async function connect(deps: SocketHandlerDeps, event: SocketEvent): Promise<Answer> {
  // Browsers name the page that asks, and nothing in a page can change that; programs name none.
  const from = headerIn(event.headers ?? {}, 'origin');
  if (from !== '' && from !== deps.origin) return { statusCode: 403 };
  const { token, offered } = credentialsOf(event.headers ?? {});
  const principal = token === undefined ? undefined : await deps.authenticate(token);
  if (!principal?.ok) return { statusCode: (await deps.gate.badSocket(event.requestContext.identity?.sourceIp ?? '')) ? 429 : 401 };
  if (await deps.gate.message(principal.value)) return { statusCode: 429 };
  await openSocket(deps, event.requestContext.connectionId, principal.value);
  return { statusCode: 200, ...(offered ? { headers: { 'Sec-WebSocket-Protocol': subprotocol } } : {}) };
}

async function disconnect(deps: SocketHandlerDeps, connection: string): Promise<Answer> {
  await closeSocket(deps, connection);
  return { statusCode: 200 };
}

async function message(deps: SocketHandlerDeps, { requestContext, body = '', isBase64Encoded }: SocketEvent): Promise<Answer> {
  const holder = await deps.connections.holderOf(requestContext.connectionId, deps.clock.now());
  const told = (body: string): Answer => ({ statusCode: 200, body });
  if (!holder) return told(socketError('closed'));
  if (await deps.gate.message(holder)) return told(socketError('unavailable'));
  return told(isBase64Encoded ? socketError('message') : await answerMessage(deps, requestContext.connectionId, holder, body));
}

const headerIn = (headers: Readonly<Record<string, string>>, name: string): string => Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1] ?? '';

/** `Authorization` where the client can set it; a browser, which can't, offers "fhir-subscription, bearer.<token>". */
function credentialsOf(headers: Readonly<Record<string, string>>): { readonly token: string | undefined; readonly offered: boolean } {
  const protocols = headerIn(headers, 'sec-websocket-protocol').split(',').map((one) => one.trim());
  const token = /^Bearer\s+(\S+)$/i.exec(headerIn(headers, 'authorization'))?.[1] ?? protocols.find((one) => one.startsWith('bearer.'))?.slice('bearer.'.length);
  return { token, offered: protocols.includes(subprotocol) };
}
