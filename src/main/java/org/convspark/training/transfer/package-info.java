/** Training that starts from a trained model, all of it or some of its layers. */
package org.convspark.training.transfer;
