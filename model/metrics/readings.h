// What a segmenter reads off pictures, against the labels that they were drawn from.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

#include "model/metrics/confusion.h"
#include "model/metrics/evaluation.h"
#include "model/segmentation/segmenter.h"

namespace tessera::metrics {

/// The readings of one kind of picture, summed up a picture at a time.
class Readings {
public:
    explicit Readings(std::shared_ptr<const Segmenter> segmenter);

    /// A picture 1,3,H,W in [-1, 1] and its labels 1,H,W int32.
    void add(const at::Tensor& image, const at::Tensor& labels);

    /// mIoU and pixel accuracy in percent, each naming the segmenter. `of` is put behind their
    /// names, `key` before their keys: " of the photos", "photo_".
    std::vector<EvaluationFigure> figures(const std::string& of, const std::string& key) const;

    /// A class each, in channel order.
    std::vector<ClassAgreement> agreement() const;

private:
    std::shared_ptr<const Segmenter> segmenter_;
    Confusion confusion_;
};

}  // namespace tessera::metrics
