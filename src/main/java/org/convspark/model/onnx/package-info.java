/** A trained network in the ONNX format. */
package org.convspark.model.onnx;
