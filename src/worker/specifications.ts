/** What a worker has of figures: their specifications. What draws them is for Node, and loads code of the machine. */
export { comparisonSpecification } from '../figure/comparison.ts';
export { indexSpecification } from '../figure/indexing.ts';
