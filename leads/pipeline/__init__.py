"""What sales does with a person: claims, contacts, stages, promises."""
