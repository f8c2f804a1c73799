import type { Patient, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Result } from '../kernel/result.ts';

/**
 * The port to stored FHIR resources. Use cases load with `read`/`search`, decide with pure functions, and save
 * with one `commit`. DynamoDB behind it in shared/store; an in-memory fake beside it; one suite for both.
 */

/** "Patient/p1" */
export type Reference = `${ResourceType}/${string}`;

/** A stored version. `meta.versionId` and `meta.lastUpdated` are set by the repository. */
export type Stored<T extends Resource = Resource> = T & {
  readonly id: string;
  readonly meta: NonNullable<T['meta']> & { readonly versionId: string; readonly lastUpdated: string };
};

/** What must be true of the stored current version for a write to happen; checked by the database, in the write. */
export type Precondition =
  | { readonly kind: 'absent' }
  | { readonly kind: 'version'; readonly versionId: string }
  | { readonly kind: 'any' };

export type Write = (
  | { readonly kind: 'put'; readonly resource: Resource & { readonly id: string }; readonly precondition: Precondition }
  | { readonly kind: 'delete'; readonly reference: Reference; readonly precondition: Precondition }
) & {
  /** A step of a signed document: what it leaves there is replaced or removed only by a write that says so too (ADR 126). */
  readonly signed?: true;
};

/** A key that only one owner may hold, e.g. scope "citizen-id", key "…". Claimed or released in the same commit. */
export type Claim = { readonly kind: 'claim' | 'release'; readonly scope: string; readonly key: string; readonly owner: string };

/** Delivered at least once from the table's stream after the commit; consumers are idempotent by `id`. */
export type OutboxEvent = { readonly id: string; readonly type: string; readonly data: Readonly<Record<string, string>> };

/** The fact of an access; the repository makes the AuditEvent of it and chains it. */
export type AuditFact = {
  readonly actor: { readonly subject: string; readonly name: string; readonly role: string; readonly organization?: string };
  readonly action: 'create' | 'read' | 'update' | 'delete' | 'search' | 'execute';
  readonly outcome: 'success' | 'refused';
  /** A permanent word for what was done, e.g. "consultation-signed", "chart-read". */
  readonly event: string;
  readonly patient?: Reference;
  readonly entities: readonly Reference[];
  /** Purpose or reason as given (break-glass, consultation id). Never free personal data. */
  readonly reason?: string;
  readonly correlationId: string;
};

/** Makes a command answer the same when it is repeated: same key and body hash, same answer; other body, refused. */
export type Idempotency = {
  readonly key: string;
  readonly subject: string;
  readonly bodyHash: string;
  /** What to answer to a repetition, or how to make it of what was stored; kept 24 hours. */
  readonly answer: unknown;
};

/** The answer to keep, once it is known which versions a commit makes. */
export const answerToKeep = ({ answer }: Idempotency, stored: readonly Stored[]): unknown =>
  (typeof answer === 'function' ? (answer as (stored: readonly Stored[]) => unknown)(stored) : answer) ?? null;

/** The state of a condition before it was searched for; opaque. See `watch`. */
export type Watch = { readonly guards: readonly { readonly key: string; readonly seen: string }[] };

/** All of it happens, or none of it; of any size. */
export type UnitOfWork = {
  readonly writes: readonly Write[];
  readonly claims?: readonly Claim[];
  /** Conditions for which nothing was found, and for which nobody else may have committed since. */
  readonly watches?: readonly Watch[];
  readonly audit: AuditFact;
  readonly events?: readonly OutboxEvent[];
  readonly idempotency?: Idempotency;
  /** Not committed after this moment: contention is answered instead. For what takes so long that nobody may be there to hear. */
  readonly until?: Date;
};

export type CommitRefusal =
  /** `signed`: what stands there belongs to a signed document, and the write is no step of one. */
  | { readonly kind: 'precondition-failed'; readonly reference: Reference; readonly signed?: true }
  | { readonly kind: 'claim-taken'; readonly scope: string; readonly key: string; readonly owner?: string }
  | { readonly kind: 'repeated'; readonly answer: unknown }
  | { readonly kind: 'key-reused' }
  /** Others kept writing the same items through all retries, or relied on a watched condition (`watched`): then search again. */
  | { readonly kind: 'contention'; readonly watched?: true };

export type SearchRefusal =
  | { readonly kind: 'unknown-parameter'; readonly parameter: string }
  | { readonly kind: 'invalid-value'; readonly parameter: string; readonly reason: string }
  | { readonly kind: 'too-costly'; readonly add: readonly string[] };

export type SearchPage<T extends Resource = Resource> = {
  readonly resources: readonly Stored<T>[];
  /** Resources brought by _include and _revinclude. */
  readonly included: readonly Stored[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
};

/** As many namesakes of one year as somebody could tell apart; more are told as `complete: false`. */
export const mostAlike = 100;

/** A version in which the resource was deleted. */
export type Deletion = { readonly deleted: true; readonly reference: Reference; readonly versionId: string; readonly lastUpdated: string };

/** What of a type's history is asked for. */
export type TypeHistoryQuery = {
  /** Versions made at this moment or later. */
  readonly since?: Date;
  /** Versions that were current at some moment of this span; both ends belong to it. */
  readonly at?: { readonly from: Date; readonly to: Date };
  readonly count: number;
  /** As `next` of the page before, with the same query. */
  readonly cursor?: string;
};

/** `next` is opaque, and absent on the last page. */
export type HistoryPage = { readonly versions: readonly (Stored | Deletion)[]; readonly next?: string };

/** Those of the resources that the caller may read. */
export type Visible = (resources: readonly Stored[]) => Promise<readonly Stored[]>;

/**
 * `mayLag`: a state of a moment ago will do, and costs half (ADR 132). For what is shown to somebody who said so; never for
 * what decides who may see or do something.
 */
export type Reading = { readonly mayLag?: boolean };

export interface FhirRepository {
  read<T extends Resource = Resource>(reference: Reference, reading?: Reading): Promise<Stored<T> | undefined>;
  /** In the order asked; undefined where there is none. */
  readMany(references: readonly Reference[]): Promise<readonly (Stored | undefined)[]>;
  readVersion(reference: Reference, versionId: string): Promise<Stored | 'deleted' | undefined>;
  /** Newest first. */
  history(reference: Reference): Promise<readonly (Stored | Deletion)[]>;
  /**
   * The versions of all resources of a type, newest first. Listed from the stream: a version is there about a second
   * after its commit. Refused: a cursor that is not of this query.
   */
  typeHistory(type: ResourceType, query: TypeHistoryQuery): Promise<Result<HistoryPage, SearchRefusal>>;
  /**
   * FHIR search semantics, read-your-writes: `search('Task', 'owner=Practitioner/x&status=requested&_sort=authored-on')`.
   * A query that no index answers is refused, never scanned, never silently partial. What `visible` does not
   * let pass is as if it were not stored: no page, no link to a next one, no chain, `_has` or include tells of it. A page
   * may be short where very much had to be left out.
   */
  search<T extends Resource = Resource>(type: T['resourceType'], query: string | URLSearchParams, cursor?: string, visible?: Visible, reading?: Reading): Promise<Result<SearchPage<T>, SearchRefusal>>;
  /**
   * Patients who stand under any of the keys (matchKeys.ts): where one person may have another record. At most
   * `mostAlike` are looked at for one key; `complete` is false where a key holds more.
   */
  alike(keys: readonly string[]): Promise<{ readonly patients: readonly Stored<Patient>[]; readonly complete: boolean }>;
  /**
   * To be asked before a search that a commit will rely on having found nothing (conditional create and update). Of
   * those that watch the same condition, or the same identifier in different ones, and commit, one succeeds.
   */
  watch(type: ResourceType, condition: URLSearchParams): Promise<Watch>;
  commit(unit: UnitOfWork): Promise<Result<readonly Stored[], CommitRefusal>>;
  /** The stored answer of an earlier command with this key. */
  repeated(subject: string, key: string, bodyHash: string): Promise<{ readonly kind: 'repeated'; readonly answer: unknown } | { readonly kind: 'key-reused' } | undefined>;
  /** The audit of a reading. Writing it may not be skipped: no audit, no answer. */
  recordAccess(fact: AuditFact): Promise<void>;
}
