/**
 * Networks compiled to oneDNN: a configuration becomes a list of primitives over channels-last
 * memory, forward and backward. Parameters, gradients and what becomes of them stay DL4J's.
 */
package org.convspark.engine;
