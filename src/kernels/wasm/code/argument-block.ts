/**
 * The arguments with which a module's function `run(arguments, first, last)` is called: the address of a block that begins with
 * the addresses of the sources, what the code reads, and of the targets, what it writes, 4 bytes each. What follows is the
 * module's own affair, from the next multiple of 8 on.
 */

/** Where in the block the address of a source or target stands; targets are counted on from the sources. */
export const addressOffset = (index: number): number => 4 * index;

/** Where in the block the module's own arguments begin. */
export const ownOffset = (sources: number, targets: number): number => Math.ceil((sources + targets) / 2) * 8;
