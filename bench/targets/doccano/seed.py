"""Enters both customers' projects into an empty doccano. Run by its `manage.py shell`; the content comes as JSON in
DOCCANO_CONTENT, and the ids of what was made go out as JSON into DOCCANO_REFERENCES."""

import json
import os

from django.contrib.auth.models import User
from examples.models import Comment, Example
from label_types.models import CategoryType, SpanType
from labels.models import Category
from projects.models import SequenceLabelingProject, TextClassificationProject

content = json.loads(os.environ["DOCCANO_CONTENT"])
references = {}
operator = content["admin"]
User.objects.create_superuser(operator["login"], operator["mail"], operator["password"])

for who in ("a", "b"):
    own = content[who]
    user = User.objects.create_user(own["login"], own["mail"], own["password"])
    for kind, model, types, task in (
        ("classes", TextClassificationProject, CategoryType, "DocumentClassification"),
        ("words", SequenceLabelingProject, SpanType, "SequenceLabeling"),
    ):
        said = own[kind]
        project = model.objects.create(
            name=said["name"],
            description=said["description"],
            guideline=said["guideline"],
            project_type=task,
            created_by=user,
        )
        project.add_admin()
        labels = [
            types.objects.create(project=project, text=text, suffix_key=str(at + 1), background_color="#2a5db0")
            for at, text in enumerate(said["labels"])
        ]
        examples = [
            Example.objects.create(project=project, text=text, upload_name="letters.txt") for text in said["texts"]
        ]
        Comment.objects.create(example=examples[0], user=user, text=said["comment"])
        if kind == "classes":
            Category.objects.create(example=examples[0], user=user, label=labels[0])
        references[f"{who}-{kind}"] = str(project.pk)
        references[f"{who}-{kind}-label"] = str(labels[0].pk)
        references[f"{who}-{kind}-text"] = str(examples[0].pk)
        references[f"{who}-{kind}-comment"] = str(examples[0].comments.first().pk)
        references[f"{who}-{kind}-member"] = str(project.role_mappings.first().pk)

with open(os.environ["DOCCANO_REFERENCES"], "w") as file:
    json.dump(references, file)
