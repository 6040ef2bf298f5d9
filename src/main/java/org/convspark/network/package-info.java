/**
 * The architectures of the lecture as computation graphs, the catalog that names them, and their
 * summary.
 */
package org.convspark.network;
