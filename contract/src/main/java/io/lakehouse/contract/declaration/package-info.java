/**
 * What a pipeline is: tables, columns, types and names, as records whose constructors refuse what cannot be.
 */
package io.lakehouse.contract.declaration;
