import type { Json, SynthesisedStack } from './model.ts';
import { account, physicalOf, type Physical } from './physical.ts';

export type ResolveInput = {
  readonly stack: SynthesisedStack;
  readonly parameters: Readonly<Record<string, string>>;
  /** Value of an export of any stack, by its name. */
  readonly importValue: (name: string) => Json;
  /** Value of a secret, by its name. */
  readonly secret: (name: string) => string;
};

export type Resolve = (value: Json) => Json;

/** Resolves intrinsic functions and dynamic references the way CloudFormation does, or throws saying which it can't. */
export function resolverOf({ stack, parameters, importValue, secret }: ResolveInput): Resolve {
  const resources = stack.template.Resources ?? {};
  const functions: Readonly<Record<string, (argument: Json) => Json>> = {
    Ref: (name) => ref(text(name)),
    'Fn::GetAtt': (argument) => attribute(...pair(typeof argument === 'string' ? split2(argument, '.') : argument)),
    'Fn::Join': (argument) => {
      const [delimiter, parts] = pair(argument);
      return list(resolve(parts)).map(text).join(text(delimiter));
    },
    'Fn::Split': (argument) => {
      const [delimiter, whole] = pair(argument);
      return text(resolve(whole)).split(text(delimiter));
    },
    'Fn::Select': (argument) => {
      const [index, items] = pair(argument);
      const chosen = list(resolve(items))[Number(index)];
      if (chosen === undefined) throw new Error(`template: Fn::Select ${Number(index)} is out of range`);
      return chosen;
    },
    'Fn::Sub': (argument) => {
      const [pattern, own] = typeof argument === 'string' ? [argument, {}] : pair(argument);
      return substitute(text(pattern), own as Readonly<Record<string, Json>>);
    },
    'Fn::ImportValue': (name) => importValue(text(resolve(name))),
  };

  return resolve;

  function resolve(value: Json): Json {
    if (typeof value === 'string') return dynamic(value);
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return value.map(resolve).filter((item) => item !== undefined);
    const [only, ...others] = Object.entries(value);
    if (only && others.length === 0 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      const run = functions[only[0]];
      if (!run) throw new Error(`template: the runner does not know ${only[0]}`);
      const result = run(only[1]);
      return typeof result === 'string' ? dynamic(result) : result;
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  }

  function ref(name: string): string {
    const pseudo: Readonly<Record<string, string>> = { 'AWS::Region': stack.region, 'AWS::AccountId': account, 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com', 'AWS::StackName': stack.name };
    const parameter = stack.template.Parameters?.[name];
    const value = pseudo[name] ?? (parameter && (parameters[name] ?? parameter.Default)) ?? physical(name)?.ref;
    if (value === undefined) throw new Error(parameter ? `template: parameter ${name} of ${stack.name} needs a value` : `template: no ${name} in ${stack.name}`);
    return value;
  }

  function attribute(name: Json, key: Json): string {
    const resource = physical(text(name));
    const value = resource?.attributes[text(key)] ?? resource?.anyAttribute;
    if (value === undefined) throw new Error(`template: the runner does not know attribute ${text(key)} of ${text(name)} in ${stack.name}`);
    return value;
  }

  function physical(logicalId: string): Physical | undefined {
    const resource = resources[logicalId];
    return resource && physicalOf(logicalId, resource, { stack: stack.name, region: stack.region });
  }

  function substitute(pattern: string, own: Readonly<Record<string, Json>>): string {
    return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (own[name] !== undefined) return text(resolve(own[name]));
      return name.includes('.') ? attribute(...pair(split2(name, '.'))) : ref(name);
    });
  }

  /** {{resolve:secretsmanager:<arn or name>:SecretString:<json key>:<stage>:<version>}} */
  function dynamic(value: string): string {
    return value.replace(/\{\{resolve:secretsmanager:(.+?):SecretString:([^:]*):[^:]*:[^:]*\}\}/g, (_, id: string, key: string) => {
      const whole = secret(id.split(':secret:').at(-1) ?? id);
      return key === '' ? whole : String((JSON.parse(whole) as Record<string, unknown>)[key]);
    });
  }
}

/** Exports of all stacks, resolved when first asked for. */
export function exportsOf(stacks: readonly SynthesisedStack[], resolverFor: (stack: SynthesisedStack) => Resolve): (name: string) => Json {
  return (wanted) => {
    for (const stack of stacks) {
      for (const output of Object.values(stack.template.Outputs ?? {})) {
        if (output.Export && resolverFor(stack)(output.Export.Name) === wanted) return resolverFor(stack)(output.Value);
      }
    }
    throw new Error(`template: no stack exports ${wanted}`);
  };
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function list(value: Json): readonly Json[] {
  if (isList(value)) return value;
  throw new Error('template: a list was expected');
}

function pair(value: Json): readonly [Json, Json] {
  const [first, second] = list(value);
  if (first === undefined || second === undefined) throw new Error('template: two values were expected');
  return [first, second];
}

function text(value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`template: a text was expected, not ${JSON.stringify(value)}`);
}

const split2 = (value: string, by: string): [string, string] => [value.slice(0, value.indexOf(by)), value.slice(value.indexOf(by) + 1)];
