/**
 * The operations of a network's layers on a slice of a minibatch, each a class that appends oneDNN
 * primitives to a program.
 */
package org.convspark.engine.operations;
