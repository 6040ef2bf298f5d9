/** Memory of a compiled network, and the primitives' order over it. */
package org.convspark.engine.memory;
