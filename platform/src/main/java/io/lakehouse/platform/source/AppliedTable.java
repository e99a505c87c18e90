package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;

/**
 * A table that is captured already. What its source has changed since then is followed, or left out and told, as
 * docs/reference/table-changes.md says; only a declaration that asks for something else can still be refused.
 *
 * @param declaration the table as it was declared then
 * @param shape what its stores have of it
 */
public record AppliedTable(TableDeclaration declaration, TableShape shape) {
    /** Whether a column is there by the source's doing alone: it is not stored, and the declaration says of it what it said. */
    boolean wasGiven(String column, TableDeclaration now) {
        return asks(column, now)
                && shape.columns().stream().noneMatch(known -> known.source().equals(column));
    }

    /** Whether the declaration says of a captured column what it said. */
    boolean asks(String column, TableDeclaration now) {
        return declaration.columns().captures(column)
                && declaration.columns().storeName(column).equals(now.columns().storeName(column));
    }
}
