/** A worker's part of a round: its copy of the network, its minibatches and its optimizer. */
package org.convspark.training.replicas;
