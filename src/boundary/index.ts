export {
  type Boundary,
  type BoundaryVocabulary,
  boundaryFrom,
  boundaryName,
  boundaryNames,
} from './table.ts';
