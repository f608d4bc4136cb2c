export { compare } from './compare.ts';
export type { CompareOptions, Comparison, RouteReport } from './comparison.ts';
export { type ExplainOptions, explain } from './explain.ts';
export type { ExplainResult } from './explanation.ts';
export type { Explanation, Finding, FindingKind, Fix } from './finding.ts';
export { type ConventionName, type Probe, type ProbeOptions, probe } from './probe.ts';
