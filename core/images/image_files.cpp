#include "core/images/image_files.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImageReader>
#include <QImageWriter>

#include "core/files/whole_file.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(ImageFiles)
};

/// Is there an end-of-image marker at the top level (a thumbnail in a segment has its own)?
bool jpegEnds(const QByteArray& bytes) {
    const auto byte = [&bytes](qsizetype i) { return static_cast<uint8_t>(bytes[i]); };
    for (qsizetype i = 2; i + 1 < bytes.size(); ++i) {
        const uint8_t marker = byte(i) == 0xFF ? byte(i + 1) : 0;
        if (marker == 0xD9) {
            return true;
        }
        const bool restart = marker >= 0xD0 && marker <= 0xD7;
        if (marker > 0x01 && marker < 0xFF && !restart && i + 3 < bytes.size()) {
            i += 1 + byte(i + 2) * 256 + byte(i + 3);  // skips the segment
        }
    }
    return false;
}

/// Qt's decoders fill what a cut file lacks with nothing and call it read.
bool isCut(const QByteArray& bytes, const QByteArray& format) {
    return (format == "png" && !bytes.contains("IEND")) || (format == "jpeg" && !jpegEnds(bytes));
}

}  // namespace

QImage readImage(const QString& file) {
    QByteArray bytes = readWhole(file);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setAutoTransform(true);
    if (!reader.canRead()) {
        fail(file, Text::tr("not an image"));
    }
    const QSize size = reader.size();
    // Four bytes a pixel have to fit what the reader may allocate (in MiB; 0: no limit).
    const qint64 room = qint64{QImageReader::allocationLimit()} << 20;
    if (room > 0 && qint64{size.width()} * size.height() * 4 > room) {
        fail(file, Text::tr("too large: %1 x %2").arg(size.width()).arg(size.height()));
    }
    const QByteArray format = reader.format();
    const QImage image = reader.read();
    if (image.isNull() || isCut(bytes, format)) {
        fail(file, Text::tr("the image is damaged or cut off"));
    }
    return image;
}

void writeImage(const QImage& image, const QString& file, const char* format, int quality) {
    writeWhole(file, [&](QIODevice& device) {
        QImageWriter writer(&device, format);
        writer.setQuality(quality);
        return writer.write(image) ? QString()
                                   : Text::tr("cannot be written: %1").arg(writer.errorString());
    });
}

void writePhoto(const QImage& photo, const QString& file, int quality) {
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == QLatin1String("jpg") || suffix == QLatin1String("jpeg")) {
        writeImage(photo, file, "jpeg", quality);
    } else if (suffix == QLatin1String("png")) {
        writeImage(photo, file, "png");
    } else {
        fail(file, Text::tr("a photo's name ends in .png, .jpg or .jpeg"));
    }
}

QImage colorImage(const LabelMap& labels, const Palette& palette) {
    std::vector<QRgb> colors(palette.size());
    for (int i = 0; i < palette.size(); ++i) {
        colors[i] = palette.classes()[i].color.rgb();
    }
    const QRgb voidColor = palette.voidColor().rgb();
    QImage image(labels.size(), QImage::Format_RGB32);
    for (int y = 0; y < labels.height(); ++y) {
        const uint16_t* from = labels.scanLine(y);
        QRgb* to = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < labels.width(); ++x) {
            to[x] = from[x] < colors.size() ? colors[from[x]] : voidColor;
        }
    }
    return image;
}

}  // namespace tessera
