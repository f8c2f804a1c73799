import { dynamoConnectionStore } from '../../shared/store/connectionStore.ts';
import { commonDeps } from '../_http/deps.ts';
import type { SocketHandlerDeps } from './handler.ts';

/** Built once a container. */
export function socketDeps(): SocketHandlerDeps {
  const { environment, dynamo, repository, clock, authenticate, gate } = commonDeps();
  const { TABLE_NAME, TENANT, IDENTIFIER_BASE, BASE_URL } = environment;
  return { repository, clock, authenticate, gate, base: IDENTIFIER_BASE, origin: new URL(BASE_URL).origin, connections: dynamoConnectionStore({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT }) };
}
