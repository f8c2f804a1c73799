import { chainAudit } from '../../shared/audit/chain.ts';
import { sfuControl } from '../../shared/gateways/sfuControl.ts';
import { smsGateway } from '../../shared/gateways/sms.ts';
import { dynamoChainStore } from '../../shared/store/auditChain.ts';
import { followUps } from '../../shared/store/followUps.ts';
import { dynamoMeasures } from '../../shared/store/measureStore.ts';
import { arrived, committed } from '../../shared/store/stream.ts';
import { commonDeps } from '../_http/deps.ts';
import { insurerDeps } from '../_http/insurer/deps.ts';
import { log } from '../_http/log.ts';
import type { EventsDeps } from './handler.ts';
import { measureOf } from './measures.ts';

const smsMilliseconds = 5_000;
const sfuMilliseconds = 3_000;

/** Built once a container. Items of another tenant in the same table are left to that tenant's consumer. */
export function eventsDeps(): EventsDeps {
  const common = commonDeps();
  const insurer = insurerDeps(common);
  const { environment, dynamo, repository, clock, newId, signers } = common;
  const { TABLE_NAME, TENANT, IDENTIFIER_BASE, BASE_URL, SMS_URL, SMS_CREDENTIALS, SFU_CONTROL_URL, TYPE_LISTS, METERING } = environment;
  const measures = dynamoMeasures({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT });
  const chain = dynamoChainStore({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT });
  const followUp = followUps({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT, identifierBase: IDENTIFIER_BASE, lists: TYPE_LISTS, ...(METERING === 'on' ? { meter: (metering) => log.info('capacity', metering) } : {}) });
  return {
    repository,
    base: IDENTIFIER_BASE,
    toConfirm: insurer.queue,
    outgoing: insurer.outgoing,
    clock,
    baseUrl: BASE_URL,
    sms: smsGateway(SMS_URL, SMS_CREDENTIALS, smsMilliseconds),
    rooms: sfuControl({ url: SFU_CONTROL_URL, signer: signers.token, clock, newId, timeoutMilliseconds: sfuMilliseconds }),
    chainAudit: async (events) => await chainAudit(chain, events),
    followUp: async (records) => await followUp(records.map(({ dynamodb }) => dynamodb?.NewImage ?? {})),
    measure: async (records) => {
      for (const record of records) {
        const { tenant, version } = committed(record.dynamodb?.NewImage ?? {}) ?? {};
        const counted = tenant === TENANT && version?.resource ? measureOf(version.resource, IDENTIFIER_BASE) : undefined;
        if (version && counted) await measures.put(counted, version.version);
      }
    },
    arrived: (record) => {
      const come = arrived(record.dynamodb?.NewImage ?? {});
      return come?.tenant === TENANT ? come : undefined;
    },
  };
}
