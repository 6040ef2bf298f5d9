/**
 * The architectures of the lecture as computation graphs, the catalog that names them, and networks
 * from files.
 */
package org.convspark.network;
