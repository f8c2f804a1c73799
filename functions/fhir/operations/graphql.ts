import type { Resource } from '@medplum/fhirtypes';
import { execute, GraphQLError, Kind, NoSchemaIntrospectionCustomRule, OperationTypeNode, parse, specifiedRules, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import * as z from 'zod';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { nestsTooDeep } from '../../_http/nesting.ts';
import type { Interaction } from '../context.ts';
import { guardRead } from '../read.ts';
import { beyondLimits, graphqlLimits, mentionedIn } from './graphqlLimits.ts';
import { schemaFor } from './graphqlSchema.ts';
import { GraphqlBudgetError, graphqlSource } from './graphqlSource.ts';
import type { Target } from './operation.ts';

const asked = z.object({ query: z.string(), operationName: z.string().nullish(), variables: z.record(z.string(), z.unknown()).nullish() });
type Asked = z.infer<typeof asked>;

/** $graphql of the system and of one resource (R4 2.1.20): reads only, under the same access control as every reading. */
export async function graphql(interaction: Interaction, { type, id }: Target): Promise<Handled> {
  const question = questionIn(interaction);
  if (!question.ok) return question;
  const document = documentOf(question.value.query);
  if (!document.ok) return document;
  const root = type && id ? await rootOf(interaction, `${type}/${id}`) : undefined;
  if (type && !root) return refuse(refusal('HTTP_NOT_FOUND'));
  const schema = schemaFor(mentionedIn(document.value), type);
  const [fault] = validate(schema, document.value, [...specifiedRules, NoSchemaIntrospectionCustomRule], { maxErrors: 1 });
  if (fault) return refuse(invalid(fault));
  const { source, audit } = graphqlSource(interaction);
  const result = await execute({ schema, document: document.value, contextValue: source, rootValue: root, operationName: question.value.operationName, variableValues: question.value.variables });
  await audit();
  return answerOf(result);
}

function questionIn({ method, query, request }: Interaction): Result<Asked, Refusal> {
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  const text = request.body.toString('utf8');
  if (text.length > graphqlLimits.characters || (query.get('query') ?? '').length > graphqlLimits.characters) return refuse(tooCostly(`${graphqlLimits.characters} characters`));
  if (method === 'GET') return query.has('query') ? ok({ query: query.get('query') ?? '' }) : refuse(refusal('FHIR_GRAPHQL_INVALID', { params: { reason: 'query' } }));
  if (mediaType === 'application/graphql') return ok({ query: text });
  if (nestsTooDeep(text)) return refuse(tooCostly('JSON'));
  try {
    const parsed = asked.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : refuse(refusal('FHIR_GRAPHQL_INVALID', { params: { reason: 'JSON: query, operationName, variables' } }));
  } catch {
    return refuse(refusal('FHIR_GRAPHQL_INVALID', { params: { reason: 'JSON: query, operationName, variables' } }));
  }
}

function documentOf(text: string): Result<DocumentNode, Refusal> {
  try {
    const document = parse(text, { maxTokens: graphqlLimits.tokens });
    if (document.definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation !== OperationTypeNode.QUERY)) return refuse(refusal('FHIR_GRAPHQL_INVALID', { params: { reason: 'query' } }));
    const beyond = beyondLimits(document);
    return beyond ? refuse(tooCostly(beyond)) : ok(document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return refuse(/\d+ tokens/.test(error.message) ? tooCostly(`${graphqlLimits.tokens} tokens`) : invalid(error));
  }
}

/** The resource of the address, read like any other. */
async function rootOf(interaction: Interaction, reference: `${Resource['resourceType']}/${string}`): Promise<Resource | undefined> {
  const resource = await interaction.deps.repository.read(reference);
  return resource && (await guardRead(interaction, resource, 'fhir-graphql')) ? resource : undefined;
}

const tooCostly = (limit: string): Refusal => refusal('FHIR_GRAPHQL_TOO_COSTLY', { params: { limit } });

/** What a message quotes of the query's values may be about a person: only names and places are passed on. */
export const withoutValues = (message: string): string => message.replace(/(Syntax Error:?|found|got invalid value|value:|literal:).*$/s, '$1 …').slice(0, 300);

function invalid(error: GraphQLError): Refusal {
  const [place] = error.locations ?? [];
  return refusal('FHIR_GRAPHQL_INVALID', { params: { reason: `${withoutValues(error.message)}${place ? ` (${place.line}:${place.column})` : ''}` } });
}

function answerOf({ data, errors = [] }: ExecutionResult): Handled {
  for (const { originalError } of errors) {
    if (originalError instanceof GraphqlBudgetError) return refuse(tooCostly(originalError.limit));
    // A fault of ours: the chain writes it to the log and tells the client nothing of it.
    if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  }
  if (data === undefined && errors[0]) return refuse(invalid(errors[0]));
  const told = errors.map(({ message, path, locations, extensions }) => ({ message: withoutValues(message), path, locations, extensions }));
  const body = JSON.stringify({ data, ...(told.length > 0 ? { errors: told } : {}) });
  if (Buffer.byteLength(body) > graphqlLimits.bytes) return refuse(tooCostly(`${graphqlLimits.bytes / 1_000_000} MB`));
  return ok({ status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, json: JSON.parse(body) });
}
