# shellcheck shell=bash disable=SC2034,SC2154 # convspark.sh sets dry_run and uses data.
#
# Data for `train` without any option: MNIST, fetched and prepared when first used.

has_mnist() {
  local name
  for name in train-images-idx3 train-labels-idx1 t10k-images-idx3 t10k-labels-idx1; do
    [ -f "data/mnist/$name-ubyte" ] || [ -f "data/mnist/$name-ubyte.gz" ] || return 1
  done
}

# choose_mnist: sets `data` to what train's --data is to be. In the project's directory.
choose_mnist() {
  local status=0
  data=data/mnist-parquet
  [ ! -f data/mnist-parquet/dataset.json ] || return 0
  if ! has_mnist; then
    if [ -n "$dry_run" ]; then
      echo "data-prep/fetch.sh mnist" >&2
    else
      bash data-prep/fetch.sh mnist </dev/null >&2 || status=$?
    fi
  fi
  case $status in
    0) spark_submit prepare --source data/mnist --out data/mnist-parquet ;;
    2)
      # fetch.sh has said what it could not reach, and how to give it the files.
      say "training on synthetic digits instead."
      data=synthetic:60000
      ;;
    *) return "$status" ;;
  esac
}
