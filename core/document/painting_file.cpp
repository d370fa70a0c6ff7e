#include "core/document/painting_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QImageReader>
#include <QImageWriter>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/document/style_json.h"
#include "core/files/whole_file.h"
#include "core/images/image_files.h"
#include "core/images/index_image.h"

namespace tessera {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(PaintingFile)
};

constexpr int kVersion = 1;
constexpr int kMaxStyleLength = 65536;
// Without a space: Qt takes what comes before one for prose, not for a key.
constexpr QLatin1String kPaintingText("Tessera-painting");
// libpng reads no text above 8 MB: a large photo takes several.
constexpr qsizetype kSourcePiece = qsizetype{4} << 20;

QString sourceText(qsizetype piece) {
    return QStringLiteral("Tessera-source-%1").arg(piece + 1);
}

Style checkedStyle(const QJsonObject& object, const QString& file) {
    const qsizetype length = object[QLatin1String("vector")].toArray().size();
    if (length > kMaxStyleLength) {
        fail(file, Text::tr("its style has %1 numbers").arg(length));
    }
    return styleFromJson(object);
}

/// Puts the photo into the picture's texts; what the JSON says of it.
QJsonObject putSource(const SourcePhoto& source, QImage& image, const QString& file) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(source.image)) {
        fail(file, Text::tr("its source photo cannot be written: %1").arg(writer.errorString()));
    }
    const QByteArray text = bytes.toBase64();
    const qsizetype pieces = (text.size() + kSourcePiece - 1) / kSourcePiece;
    for (qsizetype i = 0; i < pieces; ++i) {
        image.setText(sourceText(i), QString::fromLatin1(text.mid(i * kSourcePiece, kSourcePiece)));
    }
    return {{QStringLiteral("name"), source.name}, {QStringLiteral("pieces"), pieces}};
}

SourcePhoto takeSource(const QJsonObject& object, const QImage& image, const QString& file) {
    SourcePhoto source;
    if (object.isEmpty()) {
        return source;
    }
    QByteArray text;
    for (qsizetype i = 0; i < object[QLatin1String("pieces")].toInteger(); ++i) {
        const QString piece = image.text(sourceText(i));
        if (piece.isEmpty()) {
            break;  // what there is does not decode
        }
        text += piece.toLatin1();
    }
    QByteArray bytes = QByteArray::fromBase64(text);
    QBuffer buffer(&bytes);
    source.image = QImageReader(&buffer, "png").read().convertToFormat(QImage::Format_RGB888);
    source.name = object[QLatin1String("name")].toString();
    if (source.image.isNull() || !bytes.contains("IEND")) {
        fail(file, Text::tr("its source photo is damaged"));
    }
    return source;
}

}  // namespace

void savePainting(const PaintingData& painting, const QString& file, const QString& note) {
    QJsonObject rest{{QStringLiteral("version"), kVersion},
                     {QStringLiteral("model"), painting.modelName},
                     {QStringLiteral("style"), styleToJson(painting.style)},
                     {QStringLiteral("note"), note}};
    QImage image = indexImage(painting.labels, painting.palette);
    if (!painting.source.image.isNull()) {
        rest[QLatin1String("source")] = putSource(painting.source, image, file);
    }
    image.setText(kPaintingText,
                  QString::fromUtf8(QJsonDocument(rest).toJson(QJsonDocument::Compact)));
    writeImage(image, file, "png");
}

PaintingData openPainting(const QString& file, QString* note) {
    const QImage image = readImage(file);
    const std::optional<Palette> palette = embeddedPalette(image, file);
    const QJsonDocument document = QJsonDocument::fromJson(image.text(kPaintingText).toUtf8());
    if (!palette || !document.isObject()) {
        fail(file, Text::tr("not a painting of this program"));
    }
    const QJsonObject rest = document.object();
    if (rest[QLatin1String("version")].toInt() != kVersion) {
        fail(file, Text::tr("the painting is of another version of this program"));
    }
    if (note) {
        *note = rest[QLatin1String("note")].toString();
    }
    PaintingData painting;
    painting.labels = labelsFromIndexImage(image, *palette, file);
    painting.palette = *palette;
    painting.style = checkedStyle(rest[QLatin1String("style")].toObject(), file);
    painting.modelName = rest[QLatin1String("model")].toString();
    painting.source = takeSource(rest[QLatin1String("source")].toObject(), image, file);
    return painting;
}

bool isPainting(const QString& file) {
    return !QImageReader(file).text(kPaintingText).isEmpty();
}

}  // namespace tessera
