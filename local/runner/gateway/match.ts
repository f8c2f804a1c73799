import type { RoutePlan } from '../template/plan.ts';

export type Match = { readonly route: RoutePlan; readonly pathParameters: Readonly<Record<string, string>> };

type Node = { readonly literal: Map<string, Node>; parameter?: { readonly name: string; readonly node: Node }; greedy?: { readonly name: string; readonly node: Node }; readonly methods: Map<string, RoutePlan> };

const emptyNode = (): Node => ({ literal: new Map(), methods: new Map() });

/**
 * Finds the route as API Gateway does: a literal segment before `{name}`, that before `{name+}`; the method before
 * ANY. Parameters stay encoded as they came. Undefined: no such resource or method.
 */
export function matcherOf(routes: readonly RoutePlan[]): (method: string, path: string) => Match | undefined {
  const root = emptyNode();
  for (const route of routes) place(root, segments(route.path), route);
  return (method, path) => {
    const found = walk(root, segments(path), {});
    const route = found?.node.methods.get(method) ?? found?.node.methods.get('ANY');
    return found && route && { route, pathParameters: found.parameters };
  };
}

const segments = (path: string) => path.split('/').filter((s) => s !== '');

function place(node: Node, [segment, ...rest]: readonly string[], route: RoutePlan): void {
  if (segment === undefined) {
    node.methods.set(route.method, route);
    return;
  }
  place(child(node, segment), rest, route);
}

function child(node: Node, segment: string): Node {
  const greedy = /^\{(\w+)\+\}$/.exec(segment)?.[1];
  if (greedy) return (node.greedy ??= { name: greedy, node: emptyNode() }).node;
  const parameter = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (parameter) return (node.parameter ??= { name: parameter, node: emptyNode() }).node;
  const known = node.literal.get(segment) ?? emptyNode();
  node.literal.set(segment, known);
  return known;
}

type Found = { readonly node: Node; readonly parameters: Readonly<Record<string, string>> };

function walk(node: Node, path: readonly string[], parameters: Readonly<Record<string, string>>): Found | undefined {
  const [segment, ...rest] = path;
  if (segment === undefined) return node.methods.size > 0 ? { node, parameters } : undefined;
  const literal = node.literal.get(segment);
  return (
    (literal && walk(literal, rest, parameters)) ??
    (node.parameter && walk(node.parameter.node, rest, { ...parameters, [node.parameter.name]: segment })) ??
    (node.greedy && { node: node.greedy.node, parameters: { ...parameters, [node.greedy.name]: path.join('/') } })
  );
}
