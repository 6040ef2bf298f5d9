/**
 * Networks as computation graphs: what builds them, describes them, and checks those from outside.
 */
package org.convspark.network;
