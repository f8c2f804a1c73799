import { setTimeout as wait } from 'node:timers/promises';
import type { Stored } from '../../shared/fhir/repository.ts';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { fhirServers } from '../../shared/gateways/fhirServer.ts';
import { outboundRules } from '../../shared/gateways/outbound.ts';
import { prescriptionGateway } from '../../shared/gateways/prescriptionGateway.ts';
import { restHooks } from '../../shared/gateways/restHook.ts';
import { apiGatewaySockets } from '../../shared/gateways/socketPoster.ts';
import { timeStampAuthority } from '../../shared/gateways/timeStamps.ts';
import { clientSettings } from '../../shared/store/clientSettings.ts';
import { s3Client } from '../../shared/store/blobs.ts';
import { dynamoConnectionStore } from '../../shared/store/connectionStore.ts';
import { s3ExportFiles } from '../../shared/store/exportFiles.ts';
import { committed } from '../../shared/store/stream.ts';
import { commonDeps } from '../_http/deps.ts';
import { accessOf } from '../fhir/access.ts';
import type { DeliveryDeps } from './handler.ts';

const hookMilliseconds = 5_000;
const documentMilliseconds = 10_000;
const stampMilliseconds = 5_000;
const prescriptionMilliseconds = 5_000;

/** Built once a container. Items of another tenant in the same table are left to that tenant's consumer. */
export function deliveryDeps(): DeliveryDeps {
  const { environment, dynamo, repository, clock, newId } = commonDeps();
  const { TABLE_NAME, TENANT, BLOB_BUCKET, IDENTIFIER_BASE, OUTBOUND_HOSTS, FHIR_SERVER_CREDENTIALS, TIME_STAMP_URL, TIME_STAMP_AUTHORITIES, PRESCRIPTION_URL, PRESCRIPTION_CREDENTIALS } = environment;
  const judging = { clock, identifierBase: IDENTIFIER_BASE };
  const rules = outboundRules(OUTBOUND_HOSTS);
  return {
    repository,
    clock,
    newId,
    base: IDENTIFIER_BASE,
    hooks: restHooks({ rules, timeoutMilliseconds: hookMilliseconds }),
    connections: dynamoConnectionStore({ client: dynamo, tableName: TABLE_NAME, tenant: TENANT }),
    // Its endpoint stands in AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI, which the template sets.
    sockets: apiGatewaySockets(new ApiGatewayManagementApiClient(clientSettings.sockets)),
    receiver: fhirServers({ rules, credentials: FHIR_SERVER_CREDENTIALS, timeoutMilliseconds: documentMilliseconds }),
    timeStamps: TIME_STAMP_URL ? timeStampAuthority({ url: TIME_STAMP_URL, authorities: TIME_STAMP_AUTHORITIES, timeoutMilliseconds: stampMilliseconds }) : undefined,
    prescriptions: PRESCRIPTION_URL ? prescriptionGateway({ url: PRESCRIPTION_URL, credentials: PRESCRIPTION_CREDENTIALS, clock, timeoutMilliseconds: prescriptionMilliseconds }) : undefined,
    files: s3ExportFiles(s3Client(), BLOB_BUCKET, TENANT),
    wait: async (milliseconds) => await wait(milliseconds),
    mayRead: async (principal, resource) => await accessOf(repository, principal, judging).allowed('read', resource),
    readable: async (principal, resources) => {
      const { visible } = accessOf(repository, principal, judging);
      return visible ? await visible(resources) : resources;
    },
    come: (record) => {
      const image = record.dynamodb?.NewImage ?? {};
      if (record.eventName === 'REMOVE') return { events: [] };
      const come = committed(image);
      return come?.tenant === TENANT ? { events: come.events, ...(isChange(come.version.resource) ? { changed: come.version.resource } : {}) } : { events: [] };
    },
  };
}

/** The audit log is no news. */
const isChange = (resource: Stored | undefined): resource is Stored => resource !== undefined && resource.resourceType !== 'AuditEvent';
