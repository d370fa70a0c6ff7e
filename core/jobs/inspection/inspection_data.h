// What an Inspection shares with its copies.
#pragma once

#include "core/jobs/inspection/inspection.h"

namespace tessera {

struct Inspection::Data {
    std::shared_ptr<const Insides> insides;
    Palette palette;
    quint64 revision = 0;
    QSize size;
    ModelInside model;
    std::vector<ClassShare> classes;
    std::shared_ptr<KernelMaps> kernels;

    static std::shared_ptr<KernelMaps> kernelsOf(const Insides& insides);
    ClassShare shareOf(quint16 channel) const;  ///< also of one that is not present
};

}  // namespace tessera
