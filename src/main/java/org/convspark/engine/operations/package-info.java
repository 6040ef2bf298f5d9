/** What layers do to a slice of a minibatch, one class an operation, as oneDNN primitives. */
package org.convspark.engine.operations;
